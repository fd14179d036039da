using System.Runtime.InteropServices;
using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Groups.Edwards25519;

namespace BlacklistExchange.ConstantTime.Subjects;

/// <summary>The encodings of secret points.</summary>
internal sealed class EncodeSubject(Ristretto255Arithmetic arithmetic, int count) : Subject
{
    private readonly EdwardsPoint[] secret = GC.AllocateArray<EdwardsPoint>(count, pinned: true);
    private readonly byte[] result = GC.AllocateArray<byte>(count * SecretSource.Size, pinned: true);

    public override string Name => $"{arithmetic.Name}, encode";

    public override Span<byte> Secret => MemoryMarshal.AsBytes(secret.AsSpan());

    public override Span<byte> Result => result;

    public override void Run() => arithmetic.Encode(secret, result);

    public override void Write(SecretKind kind, SecretSource source, Span<byte> secret)
    {
        int size = secret.Length / count;
        for (int i = 0; i < count; i++)
        {
            source.Point(kind, secret.Slice(i * size, size));
        }
    }
}
