using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Server.Soundness;

/// <summary>Every file that a newest manifest names is there, byte for byte.</summary>
internal static class CheckFiles
{
    public static void Run(Scene scene, Finding finding)
    {
        foreach (Manifest manifest in CheckManifests.Readable(scene))
        {
            foreach (ManifestFile file in manifest.Files)
            {
                Look(scene, finding, $"{manifest.List}, epoch {file.Epoch}, kind {file.Kind}: its snapshot", file.Digest, file.Length);
                foreach (ManifestDelta delta in file.Deltas)
                {
                    Look(scene, finding, $"{manifest.List}, epoch {file.Epoch}, kind {file.Kind}: a delta", delta.Digest, delta.Length);
                }
            }
        }
    }

    /// <summary>A file's name is the permission to fetch it, so a fault does not say it.</summary>
    private static void Look(Scene scene, Finding finding, string what, byte[] digest, ulong length)
    {
        finding.Look();
        if (!scene.Files.IsSound(digest, length))
        {
            finding.Fault($"{what} is {(scene.Files.Holds(digest, length) ? "damaged" : "missing or of another length")}; a hub that starts builds it anew");
        }
        scene.Progress.Report("list files", finding.Looked, finding.Looked);
    }
}
