using BlacklistExchange.Protocol.Groups.Edwards25519;
using BlacklistExchange.Protocol.Groups.ScalarField25519;

namespace BlacklistExchange.Protocol.Groups;

/// <summary>
/// The arithmetic on elements beneath <see cref="Ristretto255"/>, whole batches at a time, points going in and out as <see cref="EdwardsPoint"/> whichever it is. All agree
/// on every encoding and every refusal; the coordinates of a point may differ.
/// </summary>
internal abstract class Ristretto255Arithmetic
{
    /// <summary>All there are, the fastest first and the portable one, which runs everywhere, last.</summary>
    public static IReadOnlyList<Ristretto255Arithmetic> All { get; } = [new Lanes8.LaneArithmetic(), new Lanes4.LaneArithmetic(), new PortableArithmetic()];

    /// <summary>The fastest that this processor supports and that computes what it should: chosen once, at the first use.</summary>
    public static Ristretto255Arithmetic Chosen { get; } = All.First(static one => one.IsSupported && (one is PortableArithmetic || SelfTest.Passes(one)));

    /// <summary>For people: what it is called in benchmarks, logs and failed tests.</summary>
    public abstract string Name { get; }

    /// <summary>True if this processor has the instructions.</summary>
    public abstract bool IsSupported { get; }

    /// <summary>Decode (RFC 9496 §4.3.1), refusing the identity as well. The verdict is public: encodings come from the wire.</summary>
    /// <param name="encodings">32 bytes for each point; what is left over is not looked at.</param>
    /// <param name="points">Receives the points; of no use if any is refused.</param>
    /// <returns>Index of the first refused encoding, or -1. Elements beside it in the same vectors may have been computed on, none after them.</returns>
    public abstract int Decode(ReadOnlySpan<byte> encodings, Span<EdwardsPoint> points);

    /// <summary>The one-way map (RFC 9496 §4.3.4) of 64 uniform bytes for each point. Constant time.</summary>
    public abstract void Map(ReadOnlySpan<byte> uniformBytes, Span<EdwardsPoint> points);

    /// <summary>Encode (RFC 9496 §4.3.2). Constant time.</summary>
    public abstract void Encode(ReadOnlySpan<EdwardsPoint> points, Span<byte> encodings);

    /// <summary>Multiplies points by secret scalars and encodes the products. Constant time.</summary>
    /// <param name="scalars">Canonical scalars of 32 bytes.</param>
    /// <param name="stride">32, or 0 if the one scalar is for all points.</param>
    /// <param name="points">The points.</param>
    /// <param name="encodings">Receives 32 bytes for each.</param>
    /// <param name="products">Receives the products as points, unless it is empty.</param>
    public abstract void Multiply(ReadOnlySpan<byte> scalars, int stride, ReadOnlySpan<EdwardsPoint> points, Span<byte> encodings, Span<EdwardsPoint> products);

    /// <summary>The sum of scalars[i] · points[i]. Variable time: public points and public scalars only.</summary>
    public abstract EdwardsPoint Sum(ReadOnlySpan<Sc64> scalars, ReadOnlySpan<EdwardsPoint> points);
}
