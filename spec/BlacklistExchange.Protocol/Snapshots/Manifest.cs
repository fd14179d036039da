using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Protocol.Snapshots;

/// <summary>A live epoch and the digest of its descriptor.</summary>
/// <param name="Epoch">Number of the epoch.</param>
/// <param name="DescriptorDigest">SHA-256 of the epoch descriptor's payload, 32 bytes.</param>
public sealed record ManifestEpoch(uint Epoch, byte[] DescriptorDigest);

/// <summary>A delta file that leads from one snapshot to the next.</summary>
/// <param name="Base">SHA-256 of the snapshot it starts from.</param>
/// <param name="Digest">SHA-256 of the delta file, its name.</param>
/// <param name="Length">Length of the delta file in bytes.</param>
/// <param name="Result">SHA-256 of the snapshot it leads to.</param>
public sealed record ManifestDelta(byte[] Base, byte[] Digest, ulong Length, byte[] Result);

/// <summary>The current file of one kind and epoch.</summary>
/// <param name="Kind">Number of the identifier kind.</param>
/// <param name="Epoch">Number of the epoch.</param>
/// <param name="Digest">SHA-256 of the snapshot, its name.</param>
/// <param name="Length">Length of the snapshot in bytes.</param>
/// <param name="Deltas">A chain, oldest first; the last one leads to <paramref name="Digest"/>.</param>
public sealed record ManifestFile(byte Kind, uint Epoch, byte[] Digest, ulong Length, IReadOnlyList<ManifestDelta> Deltas);

/// <summary>
/// Names every file of one list; all of them swap as one (spec/protocol.md §8.3). Sequences strictly increase; it is signed anew at least every
/// ten minutes, so that frozen can be told from quiet.
/// </summary>
public sealed record Manifest
{
    /// <summary>Domain tag and version.</summary>
    public const string Domain = "bex/manifest/v1";

    /// <summary>Name of the exchange.</summary>
    public required string Exchange { get; init; }

    /// <summary>Name of the list.</summary>
    public required string List { get; init; }

    /// <summary>Strictly increasing with every manifest of the list.</summary>
    public required ulong Sequence { get; init; }

    /// <summary>Unix seconds when it was signed.</summary>
    public required ulong IssuedAt { get; init; }

    /// <summary>The list's policy version.</summary>
    public required ushort PolicyVersion { get; init; }

    /// <summary>The live epochs, ascending.</summary>
    public required IReadOnlyList<ManifestEpoch> Epochs { get; init; }

    /// <summary>One file a kind and live epoch, ascending by epoch, then kind.</summary>
    public required IReadOnlyList<ManifestFile> Files { get; init; }

    /// <summary>The one encoding.</summary>
    /// <exception cref="ArgumentException">A digest is not 32 bytes.</exception>
    /// <exception cref="OverflowException">More than 255 epochs, 65,535 files or 255 deltas of a file.</exception>
    public byte[] Encode()
    {
        ByteWriter writer = new ByteWriter(Domain).Text8(Exchange).Text8(List).U64(Sequence).U64(IssuedAt).U16(PolicyVersion)
            .U8(checked((byte)Epochs.Count));
        foreach (ManifestEpoch epoch in Epochs)
        {
            writer.U32(epoch.Epoch).Fixed(epoch.DescriptorDigest, 32);
        }
        writer.U16(checked((ushort)Files.Count));
        foreach (ManifestFile file in Files)
        {
            writer.U8(file.Kind).U32(file.Epoch).Fixed(file.Digest, 32).U64(file.Length).U8(checked((byte)file.Deltas.Count));
            foreach (ManifestDelta delta in file.Deltas)
            {
                writer.Fixed(delta.Base, 32).Fixed(delta.Digest, 32).U64(delta.Length).Fixed(delta.Result, 32);
            }
        }
        return writer.ToArray();
    }

    /// <summary>
    /// Reads a manifest; false for short or trailing bytes, names that are none, epochs or files that do not ascend, a file of an epoch that is not named, a length
    /// no file can have, or deltas that are no chain to their file.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out Manifest manifest)
    {
        ByteReader reader = new(bytes, Domain);
        manifest = new Manifest
        {
            Exchange = reader.Name8(),
            List = reader.Name8(),
            Sequence = reader.U64(),
            IssuedAt = reader.U64(),
            PolicyVersion = reader.U16(),
            Epochs = ReadEpochs(ref reader),
            Files = ReadFiles(ref reader),
        };
        return reader.AtCleanEnd && ManifestRules.Hold(manifest);
    }

    private static List<ManifestEpoch> ReadEpochs(ref ByteReader reader)
    {
        List<ManifestEpoch> epochs = [];
        for (int left = reader.U8(); left > 0 && !reader.Failed; left--)
        {
            epochs.Add(new ManifestEpoch(reader.U32(), reader.Fixed(32)));
        }
        return epochs;
    }

    private static List<ManifestFile> ReadFiles(ref ByteReader reader)
    {
        List<ManifestFile> files = [];
        for (int left = reader.U16(); left > 0 && !reader.Failed; left--)
        {
            files.Add(new ManifestFile(reader.U8(), reader.U32(), reader.Fixed(32), reader.U64(), ReadDeltas(ref reader)));
        }
        return files;
    }

    private static List<ManifestDelta> ReadDeltas(ref ByteReader reader)
    {
        List<ManifestDelta> deltas = [];
        for (int left = reader.U8(); left > 0 && !reader.Failed; left--)
        {
            deltas.Add(new ManifestDelta(reader.Fixed(32), reader.Fixed(32), reader.U64(), reader.Fixed(32)));
        }
        return deltas;
    }
}
