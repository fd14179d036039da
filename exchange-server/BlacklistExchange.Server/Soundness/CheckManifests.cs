using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Snapshots;

namespace BlacklistExchange.Server.Soundness;

/// <summary>The newest manifest of each list is what was signed, says what its row says, and names descriptors that are there.</summary>
internal static class CheckManifests
{
    public static void Run(Scene scene, Finding finding)
    {
        if (scene.ExchangeKey is null)
        {
            finding.Leave("signatures: no signing key");
        }
        foreach (ManifestSql.ManifestRow row in ManifestSql.NewestOfAll(scene.Connection, scene.Transaction))
        {
            finding.Look();
            if (FaultOf(scene, row) is { } fault)
            {
                finding.Fault($"{row.List}, manifest {row.Sequence}: {fault}");
            }
        }
    }

    /// <summary>The newest manifest of each list that can be read, for the checks that come after.</summary>
    public static IEnumerable<Manifest> Readable(Scene scene)
    {
        foreach (ManifestSql.ManifestRow row in ManifestSql.NewestOfAll(scene.Connection, scene.Transaction))
        {
            if (Manifest.TryDecode(row.Payload, out Manifest manifest))
            {
                yield return manifest;
            }
        }
    }

    private static string? FaultOf(Scene scene, ManifestSql.ManifestRow row)
    {
        if (!Manifest.TryDecode(row.Payload, out Manifest manifest))
        {
            return "it cannot be read";
        }
        bool same = manifest.Exchange == scene.Options.Exchange && manifest.List == row.List && manifest.Sequence == (ulong)row.Sequence && manifest.IssuedAt == (ulong)row.IssuedAt;
        Dictionary<uint, byte[]> epochs = EpochSql.Of(scene.Connection, scene.Transaction, row.List).ToDictionary(static epoch => (uint)epoch.Epoch, static epoch => epoch.DescriptorDigest);
        return scene.ExchangeKey is { } key && !DetachedSignature.Verify(key, row.Payload, row.Signature) ? "its signature does not verify"
            : !same ? "it says something else than its row"
            : manifest.Epochs.Any(epoch => !epochs.TryGetValue(epoch.Epoch, out byte[]? digest) || !digest.AsSpan().SequenceEqual(epoch.DescriptorDigest)) ? "it names an epoch that is not there"
            : null;
    }
}
