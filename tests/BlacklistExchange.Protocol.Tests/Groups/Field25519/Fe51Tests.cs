using System.Numerics;
using BlacklistExchange.Protocol.Groups.Field25519;
using FsCheck;
using FsCheck.Fluent;
using static BlacklistExchange.Protocol.Tests.Groups.Field25519.FieldArithmetic;

namespace BlacklistExchange.Protocol.Tests.Groups.Field25519;

public sealed class Fe51Tests
{
    private const ulong Tight = (1UL << 51) + (1UL << 17);
    private const ulong Widest = 1UL << 54;
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void Returns_the_product_modulo_p_up_to_the_bound_with_tight_limbs() => Prop.ForAll(Below(Widest), Below(Widest), (a, b) =>
    {
        Fe51Product.Mul(out Fe51 product, a, b);
        Fe51Product.Sqr(out Fe51 square, a);
        return Value(product) == Value(a) * Value(b) % P && Value(square) == Value(a) * Value(a) % P && IsTight(product) && IsTight(square);
    }).Check(Many);

    [Fact]
    public void Returns_the_product_of_operands_whose_every_limb_is_at_the_bound()
    {
        const ulong Top = Widest - 1;
        Fe51 a = new(Top, Top, Top, Top, Top);
        Fe51Product.Mul(out Fe51 product, a, a);
        Fe51Product.Sqr(out Fe51 square, a);
        Assert.Equal(Value(a) * Value(a) % P, Value(product));
        Assert.Equal(Value(a) * Value(a) % P, Value(square));
    }

    [Fact]
    public void Refuses_to_be_right_beyond_the_bound()
    {
        // The negative control: were this product right, the bound above would not have been tested.
        const ulong Top = (1UL << 56) - 1;
        Fe51 a = new(Top, Top, Top, Top, Top);
        Fe51Product.Mul(out Fe51 product, a, a);
        Assert.NotEqual(Value(a) * Value(a) % P, Value(product));
    }

    [Fact]
    public void Returns_sums_and_differences_modulo_p() => Prop.ForAll(Below(Tight), Below(Tight), Below((1UL << 53) - 76), (a, b, wide) =>
    {
        Fe51.Add(out Fe51 sum, a, b);
        Fe51.Sub(out Fe51 difference, a, b);
        Fe51.SubWide(out Fe51 wider, a, wide);
        return Value(sum) == Mod(Value(a) + Value(b)) && Value(difference) == Mod(Value(a) - Value(b)) && Value(wider) == Mod(Value(a) - Value(wide));
    }).Check(Many);

    [Fact]
    public void Returns_the_canonical_encoding() => Prop.ForAll(Below(1UL << 62), a =>
    {
        byte[] bytes = new byte[32];
        a.CopyTo(bytes);
        BigInteger value = new(bytes, isUnsigned: true);
        return value == Value(a) && a.NegativeMask() == (value.IsEven ? 0 : ulong.MaxValue) && a.ZeroMask() == (value.IsZero ? ulong.MaxValue : 0);
    }).Check(Many);

    [Theory]
    [InlineData(-2)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(18)]
    public void Returns_the_representative_below_p_around_p(int offset)
    {
        byte[] bytes = new byte[32];
        Of(P + offset).CopyTo(bytes);
        Assert.Equal(Mod(offset), new BigInteger(bytes, isUnsigned: true));
    }

    [Fact]
    public void Returns_the_inverse_and_zero_for_zero() => Prop.ForAll(Below(Widest), a =>
    {
        Fe51Power.Invert(out Fe51 inverse, a);
        return Value(inverse) == BigInteger.ModPow(Value(a), P - 2, P);
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Returns_the_root_of_a_ratio_as_RFC_9496_defines_it() => Prop.ForAll(Below(1UL << 51), Below(1UL << 51), (u, v) =>
    {
        bool square = Fe51Power.SqrtRatioM1(out Fe51 root, u, v) != 0;
        BigInteger ratio = Value(u) * BigInteger.ModPow(Value(v), P - 2, P) % P;
        BigInteger expected = square ? ratio : ratio * Value(Fe51Constants.SqrtM1) % P;
        bool isSquare = BigInteger.ModPow(ratio, (P - 1) / 2, P) <= 1 && (!Value(v).IsZero || Value(u).IsZero);
        return square == isSquare && root.NegativeMask() == 0 && Value(root) * Value(root) % P == expected;
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Keeps_the_constants_of_RFC_9496()
    {
        BigInteger d = Mod(-121665 * BigInteger.ModPow(121666, P - 2, P)), i = Value(Fe51Constants.SqrtM1);
        Assert.Equal(d, Value(Fe51Constants.D));
        Assert.Equal(2 * d % P, Value(Fe51Constants.D2));
        Assert.Equal(P - 1, i * i % P);
        Assert.True(i.IsEven);
        BigInteger root = Value(Fe51Constants.SqrtAdMinusOne), inverseRoot = Value(Fe51Constants.InvSqrtAMinusD);
        Assert.Equal(Mod(-d - 1), root * root % P);
        Assert.Equal(1, Mod(inverseRoot * inverseRoot * (-1 - d)));
        Assert.Equal(Mod(1 - (d * d)), Value(Fe51Constants.OneMinusDSquared));
        Assert.Equal(Mod((d - 1) * (d - 1)), Value(Fe51Constants.DMinusOneSquared));
        BigInteger x = Value(Fe51Constants.GeneratorX), y = Value(Fe51Constants.GeneratorY);
        Assert.Equal(4, 5 * y % P);
        Assert.True(x.IsEven);
        Assert.Equal(Mod((y * y) - (x * x)), Mod(1 + (d * x % P * x % P * y % P * y)));
        Assert.Equal(x * y % P, Value(Fe51Constants.GeneratorT));
    }

    private static bool IsTight(in Fe51 a) => a.L0 < Tight && a.L1 < Tight && a.L2 < Tight && a.L3 < Tight && a.L4 < Tight;
}
