using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Protocol.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Wire;

/// <summary>Random values of the protocol's structures, every one of them well formed.</summary>
internal static class Generate
{
    public static Gen<byte> Byte { get; } = Gen.Choose(0, 255).Select(static number => (byte)number);

    public static Gen<ushort> U16 { get; } = Gen.Choose(0, ushort.MaxValue).Select(static number => (ushort)number);

    public static Gen<uint> U32 { get; } = Bytes(4).Select(static bytes => BitConverter.ToUInt32(bytes));

    public static Gen<ulong> U64 { get; } = Bytes(8).Select(static bytes => BitConverter.ToUInt64(bytes));

    public static Gen<byte[]> Digest { get; } = Bytes(32);

    public static Gen<Guid> Id { get; } = Bytes(16).Select(static bytes => new Guid(bytes));

    public static Gen<Tag> Tag { get; } = Bytes(32).Select(static bytes => new Tag(bytes));

    public static Gen<string> Name { get; } =
        from length in Gen.Choose(2, Slug.MaxLength)
        from letters in Gen.Elements("abcdefghijklmnopqrstuvwxyz0123456789".ToCharArray()).ArrayOf(length)
        from hyphens in Gen.Elements(true, false, false, false).ArrayOf(length)
        select string.Concat(letters.Select((letter, index) => index > 0 && index < length - 1 && hyphens[index] ? '-' : letter));

    /// <summary>Any text of at most 60 UTF-16 units, beyond ASCII and beyond the basic plane.</summary>
    public static Gen<string> Text { get; } = Gen.Elements("", "a", "https://holder-2.example:8443", "拼多多", "😀", "\0", "\u200b").ListOf()
        .Select(static parts => string.Concat(parts.Take(2)));

    public static Gen<byte[]> Bytes(int length) => Byte.ArrayOf(length);

    public static Gen<T> Of<T>() where T : struct, Enum => Gen.Elements(Enum.GetValues<T>());

    public static Gen<IReadOnlyList<T>> Some<T>(Gen<T> of, int least, int most) =>
        from count in Gen.Choose(least, most)
        from rows in of.ArrayOf(count)
        select (IReadOnlyList<T>)rows;

    public static Gen<Label> Label { get; } =
        from category in Of<Category>()
        from first in U16
        from last in Gen.Choose(first, ushort.MaxValue)
        from bucket in Gen.Elements((byte)1, (byte)2, (byte)3, (byte)5)
        from status in Of<EntryStatus>()
        from tier in Of<EvidenceTier>()
        from flags in Byte
        from policy in U16
        from ring in U32
        select new Label(category, new Month(first), new Month((ushort)last), bucket, status, tier, (LabelFlags)flags, policy, ring);

    public static Gen<ReportStatement> Report { get; } =
        from names in Name.ArrayOf(3)
        from epoch in U32
        from id in Id
        from hashes in Digest.ArrayOf(2)
        from category in Of<Category>()
        from evidence in Of<EvidenceType>()
        from basis in Of<ReportBasis>()
        from notice in Gen.Elements(true, false)
        from numbers in U16.ArrayOf(2)
        from items in Some(from kind in Byte from commitment in Digest from bundle in Digest select new ReportItem(kind, commitment, bundle), 1, 4)
        select new ReportStatement
        {
            Exchange = names[0], Member = names[1], List = names[2], Epoch = epoch, ReportId = id, Category = category, Right = hashes[0], EvidenceType = evidence,
            Observed = new Month(numbers[0]), Basis = basis, NoticeServed = notice, Origin = hashes[1], PolicyVersion = numbers[1], Items = items,
        };

    public static Gen<RetractionStatement> Retraction { get; } =
        from names in Name.ArrayOf(2)
        from id in Id
        from item in U16
        from time in U64
        select new RetractionStatement { Exchange = names[0], Member = names[1], ReportId = id, Item = item, SignedAt = time };

    public static Gen<RenewalStatement> Renewal { get; } =
        from names in Name.ArrayOf(3)
        from epochs in U32.ArrayOf(2)
        from items in Some(from id in Id from item in U16 from kind in Byte from tags in Tag.ArrayOf(2) select new RenewalItem(id, item, kind, tags[0], tags[1]), 1, 4)
        select new RenewalStatement { Exchange = names[0], Member = names[1], List = names[2], OldEpoch = epochs[0], NewEpoch = epochs[1], Items = items };

    public static Gen<Receipt> Receipt { get; } =
        from names in Name.ArrayOf(3)
        from epoch in U32
        from id in Id
        from digest in Digest
        from time in U64
        from within in U32
        from items in Some(from outcome in Of<ItemOutcome>() from state in Of<EntryState>() from tag in Tag select new ReceiptItem(outcome, state, tag), 1, 4)
        select new Receipt
        {
            Exchange = names[0], Member = names[1], List = names[2], Epoch = epoch, ReportId = id, StatementDigest = digest,
            AcceptedAt = time, InclusionSeconds = within, Items = items,
        };

    public static Gen<EpochDescriptor> Descriptor { get; } =
        from names in Name.ArrayOf(2)
        from epoch in U32
        from start in Gen.Choose(0, int.MaxValue)
        from days in Gen.Choose(1, 365)
        from previous in Digest
        from kinds in Some(Kind, 1, 3)
        select new EpochDescriptor
        {
            Exchange = names[0], List = names[1], Epoch = epoch, NotBefore = (ulong)start, NotAfter = (ulong)start + (ulong)days * 86400, Previous = previous,
            Kinds = [.. kinds.Select(static (kind, index) => kind with { Kind = (byte)(index * 40 + kind.Kind % 40) })],
        };

    public static Gen<Manifest> Manifest { get; } =
        from names in Name.ArrayOf(2)
        from numbers in U64.ArrayOf(2)
        from policy in U16
        from digests in Some(Digest, 1, 3)
        from files in Some(File, 0, 4)
        select new Manifest
        {
            Exchange = names[0], List = names[1], Sequence = numbers[0], IssuedAt = numbers[1], PolicyVersion = policy,
            Epochs = [.. digests.Select(static (digest, index) => new ManifestEpoch((uint)index * 7 + 1, digest))],
            Files = [.. files.Select((file, index) => file with { Epoch = (uint)(index * digests.Count / 4 * 7 + 1), Kind = (byte)(index + 1) })],
        };

    private static Gen<DescriptorKind> Kind =>
        from kind in Byte
        from suite in Gen.Elements("ristretto255-SHA512", "P256-SHA256")
        from holders in Some(from key in Digest from url in Text select new DescriptorHolder(1, key, url), 1, 3)
        from threshold in Gen.Choose(1, holders.Count)
        from joint in Digest
        select new DescriptorKind(kind, suite, (byte)threshold, [.. holders.Select(static (holder, index) => holder with { Index = (ushort)(index * 3 + 1) })], joint);

    private static Gen<ManifestFile> File =>
        from digest in Digest
        from count in Gen.Choose(0, (int)SnapshotHeader.MaxCount)
        from steps in Some(from hash in Digest from result in Digest from length in Gen.Choose(Delta.HeaderSize, int.MaxValue) select (hash, result, length), 0, 3)
        from start in Digest
        select new ManifestFile(1, 1, digest, SnapshotHeader.Size + (ulong)count * SnapshotEntry.Size,
            [.. steps.Select((step, index) => new ManifestDelta(index == 0 ? start : steps[index - 1].result, step.hash, (ulong)step.length, index == steps.Count - 1 ? digest : step.result))]);
}
