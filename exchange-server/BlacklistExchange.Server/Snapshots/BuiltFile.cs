using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>One file as it stands after a build.</summary>
/// <param name="Key">What it holds.</param>
/// <param name="Digest">Its SHA-256.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Changed">Another file than the manifest before named.</param>
/// <param name="Turnover">What changed.</param>
internal sealed record BuiltFile(FileKey Key, byte[] Digest, ulong Length, bool Changed, Turnover Turnover)
{
    public long Entries => ((long)Length - SnapshotHeader.Size) / SnapshotEntry.Size;
}
