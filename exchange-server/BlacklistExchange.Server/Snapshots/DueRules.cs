using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>When a list is looked at again. No I/O.</summary>
internal static class DueRules
{
    private const long RetrySeconds = 30;

    /// <summary>
    /// At once when the manifest no longer covers the live epochs, their kinds or the policy; else when entries may be looked at again, or when the manifest
    /// must be signed anew. After a failure, not before half a minute.
    /// </summary>
    internal static bool IsDue(LiveList live, Publication publication, long now, PolicyOptions policy) =>
        publication.FailedAt is { } failed ? Passed(failed, now, RetrySeconds)
        : publication.Manifest is not { } manifest || !Covers(manifest, live) || Passed(publication.LookedAt, now, policy.SnapshotSeconds) || MustSign(manifest, now, policy);

    /// <summary>Nine tenths of the promised time have gone; the rest is for the build.</summary>
    internal static bool MustSign(Manifest manifest, long now, PolicyOptions policy) => Passed((long)manifest.IssuedAt, now, policy.ManifestSeconds * 9 / 10);

    /// <summary>The manifest names exactly the live epochs, their descriptors, their kinds and the policy.</summary>
    internal static bool Covers(Manifest manifest, LiveList live) =>
        manifest.PolicyVersion == live.PolicyVersion
        && manifest.Epochs.Select(static epoch => (epoch.Epoch, Convert.ToHexString(epoch.DescriptorDigest)))
            .SequenceEqual(live.Epochs.Select(static epoch => (epoch.Epoch, Convert.ToHexString(epoch.DescriptorDigest))))
        && manifest.Files.Select(file => new FileKey(live.Name, file.Epoch, file.Kind)).SequenceEqual(live.Files);

    /// <summary>A clock that went back counts as time passed: better too often than never.</summary>
    private static bool Passed(long since, long now, long seconds) => now < since || now - since >= seconds;
}
