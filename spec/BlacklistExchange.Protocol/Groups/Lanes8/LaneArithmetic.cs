using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Groups.Edwards25519;
using BlacklistExchange.Protocol.Groups.Field25519;
using BlacklistExchange.Protocol.Groups.ScalarField25519;

namespace BlacklistExchange.Protocol.Groups.Lanes8;

/// <summary>Batches in lanes. A group of lanes that is not full repeats its last element, whose result is dropped.</summary>
internal sealed class LaneArithmetic : Ristretto255Arithmetic
{
    private const int WordsInElement = 4;

    public override string Name => $"{Width.Lanes} lanes";

    public override bool IsSupported => Width.IsSupported;

    public override int Decode(ReadOnlySpan<byte> encodings, Span<EdwardsPoint> points)
    {
        LaneMemory memory = LaneMemory.Mine;
        ref Workspace w = ref memory.Workspace;
        int refused = -1;
        for (int start = 0; start < points.Length && refused < 0; start += Width.Lanes)
        {
            Span<EdwardsPoint> group = Group(points, start);
            ReadOnlySpan<byte> bytes = encodings.Slice(start * Ristretto255Encoding.Size, group.Length * Ristretto255Encoding.Size);
            LoadRows(ref w, bytes, WordsInElement);
            Vector512<ulong> isElement = Encoding.Decode(ref w.Point, in w.Rows[0], ref w.Encoding);
            for (int lane = group.Length - 1; lane >= 0; lane--)
            {
                bool good = isElement[lane] != 0 && Ristretto255Encoding.IsCanonicalAndNotIdentity(bytes.Slice(lane * Ristretto255Encoding.Size, Ristretto255Encoding.Size));
                refused = good ? refused : start + lane;
            }

            Store(ref w, group, in w.Point);
            foreach (ref EdwardsPoint point in group)
            {
                // As it should be read by sums, not merely as the same number.
                point.Z = Fe51.One;
            }
        }

        memory.Clear(groups: 0);
        return refused;
    }

    public override void Map(ReadOnlySpan<byte> uniformBytes, Span<EdwardsPoint> points)
    {
        LaneMemory memory = LaneMemory.Mine;
        ref Workspace w = ref memory.Workspace;
        for (int start = 0; start < points.Length; start += Width.Lanes)
        {
            Span<EdwardsPoint> group = Group(points, start);
            LoadRows(ref w, uniformBytes.Slice(start * 2 * Ristretto255Encoding.Size, group.Length * 2 * Ristretto255Encoding.Size), 2 * WordsInElement);
            Encoding.MapHalf(ref w.Point, in w.Rows[0], ref w.Encoding);
            Encoding.MapHalf(ref w.Product, in w.Rows[WordsInElement], ref w.Encoding);
            PointFormulas.Cache(ref w.Selected, in w.Product);
            PointFormulas.Add(ref w.Point, in w.Point, in w.Selected, withT: true, ref w.Formulas);
            Store(ref w, group, in w.Point);
        }

        memory.Clear(groups: 0);
    }

    public override void Encode(ReadOnlySpan<EdwardsPoint> points, Span<byte> encodings)
    {
        LaneMemory memory = LaneMemory.Mine;
        ref Workspace w = ref memory.Workspace;
        for (int start = 0; start < points.Length; start += Width.Lanes)
        {
            ReadOnlySpan<EdwardsPoint> group = points[start..Math.Min(start + Width.Lanes, points.Length)];
            Load(ref w.Point, ref w, group);
            Encoding.Encode(ref w.Rows[0], in w.Point, ref w.Encoding);
            StoreRows(ref w, encodings.Slice(start * Ristretto255Encoding.Size, group.Length * Ristretto255Encoding.Size), WordsInElement);
        }

        memory.Clear(groups: 0);
    }

    public override void Multiply(ReadOnlySpan<byte> scalars, int stride, ReadOnlySpan<EdwardsPoint> points, Span<byte> encodings, Span<EdwardsPoint> products)
    {
        LaneMemory memory = LaneMemory.Mine;
        ref Workspace w = ref memory.Workspace;
        int most = Workspace.Groups * Width.Lanes;
        for (int start = 0; start < points.Length; start += most)
        {
            int count = Math.Min(most, points.Length - start);
            w.Running = FeConstants.One;
            for (int i = 0; i < count; i += Width.Lanes)
            {
                int at = start + i, length = Math.Min(Width.Lanes, count - i);
                if (stride != 0 || at == 0)
                {
                    LoadHalves(ref w, scalars[(at * stride)..], stride, length);
                }

                Load(ref w.Point, ref w, points.Slice(at, length));
                Multiplication.FillTable(ref w.Table, in w.Point, ref w);
                Multiplication.Multiply(ref w.Product, in w.Table, in w.Digits, ref w);
                DoubledEncoding.Split(ref w.Parts[i / Width.Lanes], in w.Product, ref w.Running, ref w.Encoding);
                if (!products.IsEmpty)
                {
                    PointFormulas.Double(ref w.Product, in w.Product, withT: true, ref w.Formulas);
                    Store(ref w, products.Slice(at, length), in w.Product);
                }
            }

            Join(ref w, encodings.Slice(start * Ristretto255Encoding.Size, count * Ristretto255Encoding.Size));
        }

        memory.Clear((points.Length + Width.Lanes - 1) / Width.Lanes);
    }

    public override EdwardsPoint Sum(ReadOnlySpan<Sc64> scalars, ReadOnlySpan<EdwardsPoint> points) => PublicSum.Run(LaneMemory.Mine, scalars, points);

    /// <summary>Points into lanes.</summary>
    internal static void Load(ref PointLanes r, ref Workspace w, ReadOnlySpan<EdwardsPoint> points)
    {
        LoadRows(ref w, MemoryMarshal.AsBytes(points), PointLanes.Vectors);
        ref Vector512<ulong> row = ref w.Rows[0];
        ref FeLanes coordinate = ref r.X;
        for (int i = 0; i < 4; i++)
        {
            FeLanes.LoadLimbs(ref coordinate, row, Unsafe.Add(ref row, 1), Unsafe.Add(ref row, 2), Unsafe.Add(ref row, 3), Unsafe.Add(ref row, 4));
            row = ref Unsafe.Add(ref row, 5);
            coordinate = ref Unsafe.Add(ref coordinate, 1);
        }
    }

    /// <summary>Lanes out to as many points as there is room for.</summary>
    internal static void Store(ref Workspace w, Span<EdwardsPoint> points, ref readonly PointLanes p)
    {
        FeLanes.StoreLimbs(ref w.Rows[0], in p.X);
        FeLanes.StoreLimbs(ref w.Rows[5], in p.Y);
        FeLanes.StoreLimbs(ref w.Rows[10], in p.Z);
        FeLanes.StoreLimbs(ref w.Rows[15], in p.T);
        StoreRows(ref w, MemoryMarshal.AsBytes(points), PointLanes.Vectors);
    }

    /// <summary>Writes the encodings of what was split, last group first, since the inverse of the product of all is taken apart from its end.</summary>
    private static void Join(ref Workspace w, Span<byte> encodings)
    {
        FePower.Invert(ref w.Running, in w.Running, ref w.Encoding.Power);
        int size = Width.Lanes * Ristretto255Encoding.Size;
        for (int group = (encodings.Length - 1) / size; group >= 0; group--)
        {
            DoubledEncoding.Join(ref w.Rows[0], in w.Parts[group], ref w.Running, ref w.Encoding);
            StoreRows(ref w, encodings[(group * size)..Math.Min((group + 1) * size, encodings.Length)], WordsInElement);
        }
    }

    /// <summary>The digits of the halves of scalars: <see cref="DoubledEncoding"/> gives the other half back.</summary>
    private static void LoadHalves(ref Workspace w, ReadOnlySpan<byte> scalars, int stride, int length)
    {
        Span<Sc64> halves = stackalloc Sc64[Width.Lanes];
        for (int lane = 0; lane < Width.Lanes; lane++)
        {
            halves[lane] = lane == 0 || (stride != 0 && lane < length) ? Sc64.Halve(Sc64.ReadTrusted(scalars[(lane * stride)..])) : halves[lane - 1];
        }

        LoadRows(ref w, MemoryMarshal.AsBytes(halves), WordsInElement);
        Multiplication.Recode(ref w.Digits, in w.Rows[0]);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(halves));
    }

    private static Span<EdwardsPoint> Group(Span<EdwardsPoint> points, int start) => points[start..Math.Min(start + Width.Lanes, points.Length)];

    /// <summary>Turns elements of so many words each into rows of words, a lane a column.</summary>
    private static void LoadRows(ref Workspace w, ReadOnlySpan<byte> elements, int words)
    {
        ReadOnlySpan<ulong> source = MemoryMarshal.Cast<byte, ulong>(elements);
        Span<ulong> rows = MemoryMarshal.Cast<Vector512<ulong>, ulong>((Span<Vector512<ulong>>)w.Rows)[..(words * Width.Lanes)];
        int last = (source.Length / words) - 1;
        for (int lane = 0; lane < Width.Lanes; lane++)
        {
            ReadOnlySpan<ulong> element = source.Slice(Math.Min(lane, last) * words, words);
            for (int word = 0; word < element.Length; word++)
            {
                rows[(word * Width.Lanes) + lane] = element[word];
            }
        }
    }

    /// <summary>Turns rows of words into elements of so many words each, as many as the span takes.</summary>
    private static void StoreRows(ref Workspace w, Span<byte> elements, int words)
    {
        Span<ulong> destination = MemoryMarshal.Cast<byte, ulong>(elements);
        ReadOnlySpan<ulong> rows = MemoryMarshal.Cast<Vector512<ulong>, ulong>((Span<Vector512<ulong>>)w.Rows)[..(words * Width.Lanes)];
        for (int lane = 0; lane * words < destination.Length; lane++)
        {
            Span<ulong> element = destination.Slice(lane * words, words);
            for (int word = 0; word < element.Length; word++)
            {
                element[word] = rows[(word * Width.Lanes) + lane];
            }
        }
    }
}
