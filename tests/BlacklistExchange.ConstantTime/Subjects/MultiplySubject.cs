using System.Runtime.InteropServices;
using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Groups.Edwards25519;

namespace BlacklistExchange.ConstantTime.Subjects;

/// <summary>Multiply with one secret scalar for all points, or one each and the products kept. The points are secret too.</summary>
internal sealed class MultiplySubject(Ristretto255Arithmetic arithmetic, bool each, int count) : Subject
{
    private readonly byte[] secret = GC.AllocateArray<byte>(count * (SecretSource.Size + PointSize), pinned: true);
    private readonly byte[] result = GC.AllocateArray<byte>(count * (SecretSource.Size + PointSize), pinned: true);

    private static unsafe int PointSize => sizeof(EdwardsPoint);

    public override string Name => $"{arithmetic.Name}, multiply by {(each ? "one each" : "one scalar")}";

    public override Span<byte> Secret => secret;

    public override Span<byte> Result => result;

    public override void Run() => arithmetic.Multiply(
        secret.AsSpan(count * PointSize), each ? SecretSource.Size : 0, Points(secret), result.AsSpan(count * PointSize), each ? Points(result) : default);

    public override void Write(SecretKind kind, SecretSource source, Span<byte> secret)
    {
        for (int i = 0; i < count; i++)
        {
            source.Point(kind, secret[(i * PointSize)..]);
            source.Scalar(kind, secret[((count * PointSize) + (i * SecretSource.Size))..]);
        }
    }

    private Span<EdwardsPoint> Points(byte[] bytes) => MemoryMarshal.Cast<byte, EdwardsPoint>(bytes.AsSpan(0, count * PointSize));
}
