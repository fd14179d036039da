using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Client.Snapshots;

/// <summary>One verified state of a list: a manifest, the descriptors it names, the files it names. It is swapped as a whole and never changes.</summary>
internal sealed class ListSet(Manifest manifest, byte[] digest, IReadOnlyList<EpochKeys> epochs, IReadOnlyDictionary<(IdentifierKind Kind, uint Epoch), MappedSnapshot> files)
{
    public Manifest Manifest => manifest;

    /// <summary>SHA-256 of the manifest's payload.</summary>
    public byte[] Digest => digest;

    /// <summary>The epochs that the manifest names, ascending.</summary>
    public IReadOnlyList<EpochKeys> Epochs => epochs;

    /// <summary>Names the epochs and files: the same in every manifest that names the same ones.</summary>
    public string Content { get; } = Convert.ToHexStringLower(SHA256.HashData([
        .. manifest.Epochs.OrderBy(static epoch => epoch.Epoch).SelectMany(static epoch => epoch.DescriptorDigest),
        .. manifest.Files.OrderBy(static file => (file.Epoch, file.Kind)).SelectMany(static file => file.Digest)]))[..32];

    public DateTimeOffset IssuedAt { get; } = DateTimeOffset.FromUnixTimeSeconds((long)Math.Min(manifest.IssuedAt, int.MaxValue * 100UL));

    public long Entries => files.Values.Sum(static file => (long)file.Count);

    public IEnumerable<MappedSnapshot> Files => files.Values;

    public bool TryGetFile(IdentifierKind kind, uint epoch, [NotNullWhen(true)] out MappedSnapshot? file) => files.TryGetValue((kind, epoch), out file);

    /// <summary>Epochs that have not ended and hold a key for the kind: a query needs them all.</summary>
    public IReadOnlyList<EpochKeys> EpochsOf(IdentifierKind kind, DateTimeOffset now) =>
        [.. epochs.Where(epoch => !epoch.HasEnded(now) && epoch.TryGet(kind, out _))];

    /// <summary>The epoch that reports go to; null when none is live.</summary>
    public EpochKeys? Newest(DateTimeOffset now) => epochs.LastOrDefault(epoch => epoch.IsLive(now));

    /// <summary>Unmaps the files that <paramref name="next"/> does not use.</summary>
    public void Retire(ListSet? next)
    {
        HashSet<MappedSnapshot> kept = next is null ? [] : [.. next.Files];
        foreach (MappedSnapshot file in Files.Where(file => !kept.Contains(file)))
        {
            file.Dispose();
        }
    }
}
