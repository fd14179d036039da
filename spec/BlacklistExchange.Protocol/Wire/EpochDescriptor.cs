namespace BlacklistExchange.Protocol.Wire;

/// <summary>One holder of (a share of) an epoch's key for one kind.</summary>
/// <param name="Index">Shamir index, from 1.</param>
/// <param name="PublicKey">K_i, serialised as the suite says.</param>
/// <param name="BaseUrl">Where it evaluates; empty = the hub itself.</param>
public sealed record DescriptorHolder(ushort Index, byte[] PublicKey, string BaseUrl);

/// <summary>One kind's key in an epoch.</summary>
/// <param name="Kind">Number of the identifier kind.</param>
/// <param name="Suite">Suite identifier.</param>
/// <param name="Threshold">Holders needed, t.</param>
/// <param name="Holders">All n holders, ascending by index.</param>
/// <param name="JointPublicKey">pk = Σ λ_i · K_i.</param>
public sealed record DescriptorKind(byte Kind, string Suite, byte Threshold, IReadOnlyList<DescriptorHolder> Holders, byte[] JointPublicKey);

/// <summary>
/// What the exchange signs when it opens an epoch of a list: a key for every enabled kind and the time it lives (spec/protocol.md §4). The member checks
/// Σ λ_i · K_i = pk before it trusts the joint key.
/// </summary>
public sealed record EpochDescriptor
{
    /// <summary>Domain tag and version.</summary>
    public const string Domain = "bex/epoch/v1";

    /// <summary>Name of the exchange.</summary>
    public required string Exchange { get; init; }

    /// <summary>Name of the list.</summary>
    public required string List { get; init; }

    /// <summary>Number of the epoch, from 1.</summary>
    public required uint Epoch { get; init; }

    /// <summary>Unix seconds from which it is live.</summary>
    public required ulong NotBefore { get; init; }

    /// <summary>Unix seconds at which it ends.</summary>
    public required ulong NotAfter { get; init; }

    /// <summary>SHA-256 of the previous epoch's descriptor; 32 zeros for the first.</summary>
    public required byte[] Previous { get; init; }

    /// <summary>One line a kind, ascending.</summary>
    public required IReadOnlyList<DescriptorKind> Kinds { get; init; }

    /// <summary>The one encoding.</summary>
    public byte[] Encode()
    {
        ByteWriter writer = new ByteWriter(Domain).Text8(Exchange).Text8(List).U32(Epoch).U64(NotBefore).U64(NotAfter)
            .Fixed(Previous, 32).U8(checked((byte)Kinds.Count));
        foreach (DescriptorKind kind in Kinds)
        {
            writer.U8(kind.Kind).Text8(kind.Suite).U8(kind.Threshold).U8(checked((byte)kind.Holders.Count));
            foreach (DescriptorHolder holder in kind.Holders)
            {
                writer.U16(holder.Index).Bytes16(holder.PublicKey).Text8(holder.BaseUrl);
            }
            writer.Bytes16(kind.JointPublicKey);
        }
        return writer.ToArray();
    }

    /// <summary>
    /// Reads a descriptor; false for short or trailing bytes, names that are none, times that do not follow, no kind, kinds or holders that do not ascend, a holder
    /// of index 0, or a threshold outside 1 to the number of holders.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out EpochDescriptor descriptor)
    {
        ByteReader reader = new(bytes, Domain);
        descriptor = new EpochDescriptor
        {
            Exchange = reader.Name8(),
            List = reader.Name8(),
            Epoch = reader.U32(),
            NotBefore = reader.U64(),
            NotAfter = reader.U64(),
            Previous = reader.Fixed(32),
            Kinds = ReadKinds(ref reader),
        };
        return reader.AtCleanEnd && descriptor.NotBefore < descriptor.NotAfter && descriptor.Kinds.Count > 0
            && Ascends(descriptor.Kinds, static kind => kind.Kind) && descriptor.Kinds.All(IsWellFormed);
    }

    private static List<DescriptorKind> ReadKinds(ref ByteReader reader)
    {
        List<DescriptorKind> kinds = [];
        for (int left = reader.U8(); left > 0 && !reader.Failed; left--)
        {
            byte kind = reader.U8();
            string suite = reader.Text8();
            byte threshold = reader.U8();
            kinds.Add(new DescriptorKind(kind, suite, threshold, ReadHolders(ref reader), reader.Bytes16()));
        }
        return kinds;
    }

    private static List<DescriptorHolder> ReadHolders(ref ByteReader reader)
    {
        List<DescriptorHolder> holders = [];
        for (int left = reader.U8(); left > 0 && !reader.Failed; left--)
        {
            holders.Add(new DescriptorHolder(reader.U16(), reader.Bytes16(), reader.Text8()));
        }
        return holders;
    }

    private static bool IsWellFormed(DescriptorKind kind) => kind.Threshold >= 1 && kind.Threshold <= kind.Holders.Count
        && kind.Holders[0].Index >= 1 && Ascends(kind.Holders, static holder => holder.Index);

    private static bool Ascends<T>(IReadOnlyList<T> rows, Func<T, int> number) =>
        rows.Zip(rows.Skip(1)).All(pair => number(pair.First) < number(pair.Second));
}
