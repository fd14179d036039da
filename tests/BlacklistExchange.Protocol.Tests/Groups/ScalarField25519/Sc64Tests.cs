using System.Numerics;
using BlacklistExchange.Protocol.Groups.Edwards25519;
using BlacklistExchange.Protocol.Groups.ScalarField25519;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Groups.ScalarField25519;

public sealed class Sc64Tests
{
    private static readonly BigInteger L = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500);

    private static Arbitrary<BigInteger> Reduced { get; } = Gen.Frequency(
        (1, Gen.Elements(BigInteger.Zero, BigInteger.One, 2, L - 1, L - 2, BigInteger.Pow(2, 252), BigInteger.Pow(2, 128) - 1, L / 2)),
        (3, Bytes(40).Select(bytes => new BigInteger(bytes, isUnsigned: true) % L))).ToArbitrary();

    [Fact]
    public void Returns_sums_differences_and_products_modulo_l() => Prop.ForAll(Reduced, Reduced, (a, b) =>
        Value(Sc64.Add(Of(a), Of(b))) == (a + b) % L
        && Value(Sc64.Sub(Of(a), Of(b))) == (a - b + L) % L
        && Value(Sc64.Mul(Of(a), Of(b))) == a * b % L).Check(Many);

    [Fact]
    public void Returns_the_remainder_of_512_bits() => Prop.ForAll(Bytes(64).ToArbitrary(), wide =>
        Value(Sc64.ReadWide(wide)) == new BigInteger(wide, isUnsigned: true) % L).Check(Many);

    [Fact]
    public void Returns_the_remainder_of_the_largest_512_bits()
    {
        byte[] wide = [.. Enumerable.Repeat((byte)255, 64)];
        Assert.Equal((BigInteger.Pow(2, 512) - 1) % L, Value(Sc64.ReadWide(wide)));
    }

    [Fact]
    public void Returns_the_inverse_in_Montgomery_form() => Prop.ForAll(Reduced, a =>
    {
        Sc64 inverse = ScMontgomery.Mul(ScMontgomery.Invert(ScMontgomery.Mul(Of(a), ScMontgomery.R2)), Sc64.One);
        return Value(inverse) == BigInteger.ModPow(a, L - 2, L);
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Refuses_every_encoding_from_l_on() => Prop.ForAll(Bytes(32).ToArbitrary(), bytes =>
    {
        _ = Sc64.Read(bytes, out ulong canonical);
        return canonical == (new BigInteger(bytes, isUnsigned: true) < L ? ulong.MaxValue : 0);
    }).Check(Many);

    [Fact]
    public void Refuses_l_and_keeps_l_minus_one()
    {
        byte[] bytes = new byte[32];
        (L - 1).TryWriteBytes(bytes, out _, isUnsigned: true);
        Sc64 last = Sc64.Read(bytes, out ulong below);
        Assert.Equal(ulong.MaxValue, below);
        Assert.Equal(L - 1, Value(last));
        L.TryWriteBytes(bytes, out _, isUnsigned: true);
        _ = Sc64.Read(bytes, out ulong above);
        Assert.Equal(0UL, above);
    }

    [Fact]
    public void Keeps_the_value_when_recoded_in_signed_digits() => Prop.ForAll(Reduced, a =>
    {
        Span<sbyte> digits = stackalloc sbyte[SecretMultiplication.Digits];
        SecretMultiplication.Recode(Of(a), digits);
        BigInteger sum = 0;
        for (int i = digits.Length - 1; i >= 0; i--)
        {
            sum = (sum * 16) + digits[i];
        }

        return sum == a && digits.IndexOfAnyExceptInRange((sbyte)-8, (sbyte)8) < 0;
    }).Check(Many);

    private static Gen<byte[]> Bytes(int count) => ArbMap.Default.GeneratorFor<byte>().ArrayOf(count);

    private static BigInteger Value(in Sc64 a)
    {
        byte[] bytes = new byte[32];
        a.CopyTo(bytes);
        return new BigInteger(bytes, isUnsigned: true);
    }

    private static Sc64 Of(BigInteger value)
    {
        byte[] bytes = new byte[32];
        value.TryWriteBytes(bytes, out _, isUnsigned: true);
        return Sc64.ReadTrusted(bytes);
    }
}
