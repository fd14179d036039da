using System.Runtime.InteropServices;
using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Groups.Edwards25519;

namespace BlacklistExchange.ConstantTime.Subjects;

/// <summary>The one-way map of secret bytes.</summary>
internal sealed class MapSubject(Ristretto255Arithmetic arithmetic, int count) : Subject
{
    private const int UniformSize = 2 * SecretSource.Size;
    private readonly byte[] secret = GC.AllocateArray<byte>(count * UniformSize, pinned: true);
    private readonly EdwardsPoint[] result = GC.AllocateArray<EdwardsPoint>(count, pinned: true);

    public override string Name => $"{arithmetic.Name}, map";

    public override Span<byte> Secret => secret;

    public override Span<byte> Result => MemoryMarshal.AsBytes(result.AsSpan());

    public override void Run() => arithmetic.Map(secret, result);

    public override void Write(SecretKind kind, SecretSource source, Span<byte> secret)
    {
        for (int i = 0; i < count; i++)
        {
            source.UniformBytes(kind, secret.Slice(i * UniformSize, UniformSize));
        }
    }
}
