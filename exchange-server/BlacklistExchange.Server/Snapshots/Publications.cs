using System.Collections.Concurrent;
using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>What this process knows of a list's files: the newest manifest, when entries were last looked at, and whether that failed.</summary>
internal sealed record Publication(Manifest? Manifest, long LookedAt, long? FailedAt, bool Follows = false);

/// <summary>The state of every list's files, for the schedule, readiness and metrics. What members see comes from the store, never from here.</summary>
internal sealed class Publications(TimeProvider time, HubOptions options)
{
    private static readonly Publication Nothing = new(null, 0, null);
    private readonly ConcurrentDictionary<string, Publication> _lists = new(StringComparer.Ordinal);

    public IEnumerable<Manifest> Manifests => _lists.Values.Select(static publication => publication.Manifest).OfType<Manifest>();

    public Publication Of(string list) => _lists.GetValueOrDefault(list, Nothing);

    public void Published(string list, Manifest manifest, long now) => _lists[list] = new Publication(manifest, now, null);

    /// <summary>What another node has published; due at once should this one become the builder.</summary>
    public void Followed(string list, Manifest manifest) => _lists[list] = new Publication(manifest, 0, null, Follows: true);

    /// <summary>Entries were looked at and nothing had changed.</summary>
    public void Looked(string list, long now) => _lists[list] = Of(list) with { LookedAt = now, FailedAt = null };

    public void Failed(string list, long now) => _lists[list] = Of(list) with { FailedAt = now };

    /// <summary>Null unless a list whose files cannot be built, or are built by another node, has a manifest older than promised. Anyone may read it, so the list and the cause stand in the log alone.</summary>
    public string? Fault()
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        return _lists.Values.Any(publication => (publication.FailedAt is not null || publication.Follows) && (publication.Manifest is null || now - (long)publication.Manifest.IssuedAt > options.Policy.ManifestSeconds))
            ? $"a list has no manifest of the last {options.Policy.ManifestSeconds} s; see the log"
            : null;
    }
}
