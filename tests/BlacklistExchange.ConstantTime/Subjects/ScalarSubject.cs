using BlacklistExchange.Protocol.Groups.ScalarField25519;

namespace BlacklistExchange.ConstantTime.Subjects;

/// <summary>Everything that is done to secret scalars: reduction of wide bytes, sum, difference, product, half, inverse.</summary>
internal sealed class ScalarSubject : Subject
{
    private readonly byte[] secret = GC.AllocateArray<byte>(4 * SecretSource.Size, pinned: true);
    private readonly byte[] result = GC.AllocateArray<byte>(6 * SecretSource.Size, pinned: true);

    public override string Name => "scalars, every operation";

    public override Span<byte> Secret => secret;

    public override Span<byte> Result => result;

    public override void Run()
    {
        Sc64 a = Sc64.ReadTrusted(secret), b = Sc64.ReadTrusted(secret.AsSpan(SecretSource.Size));
        Sc64.Add(a, b).CopyTo(result);
        Sc64.Sub(a, b).CopyTo(result.AsSpan(1 * SecretSource.Size));
        Sc64.Mul(a, b).CopyTo(result.AsSpan(2 * SecretSource.Size));
        Sc64.Halve(a).CopyTo(result.AsSpan(3 * SecretSource.Size));
        ScMontgomery.Invert(a).CopyTo(result.AsSpan(4 * SecretSource.Size));
        Sc64.ReadWide(secret.AsSpan(2 * SecretSource.Size)).CopyTo(result.AsSpan(5 * SecretSource.Size));
    }

    public override void Write(SecretKind kind, SecretSource source, Span<byte> secret)
    {
        source.Scalar(kind, secret);
        source.Scalar(kind, secret[SecretSource.Size..]);
        source.UniformBytes(kind, secret[(2 * SecretSource.Size)..]);
    }
}
