using BlacklistExchange.Server.Officers;
using BlacklistExchange.Server.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Server.Tests.Officers;

public sealed class SecretSharingTests
{
    private static readonly (int First, int Second)[] Pairs = [(1, 2), (1, 3), (2, 3), (2, 1), (3, 1), (3, 2)];

    /// <summary>FIPS 197, section 4.2: {57}·{83} = {c1}, and the chain {57}·{02}, {04}, {08}, {10}, {13}.</summary>
    [Theory]
    [InlineData(0x57, 0x83, 0xc1)]
    [InlineData(0x57, 0x02, 0xae)]
    [InlineData(0x57, 0x04, 0x47)]
    [InlineData(0x57, 0x08, 0x8e)]
    [InlineData(0x57, 0x10, 0x07)]
    [InlineData(0x57, 0x13, 0xfe)]
    public void Returns_the_products_that_the_standard_prints(int left, int right, int product) => Assert.Equal(product, SecretSharing.Multiply(left, right));

    /// <summary>The field once more by logarithms to the base {03}, a way that shares nothing with the first.</summary>
    [Fact]
    public void Returns_for_all_factors_what_logarithms_return()
    {
        int[] power = new int[255];
        int[] logarithm = new int[256];
        for (int exponent = 0, value = 1; exponent < 255; exponent++)
        {
            (power[exponent], logarithm[value]) = (value, exponent);
            int doubled = value << 1 > 255 ? (value << 1) - 256 ^ 27 : value << 1;
            value ^= doubled;
        }
        for (int left = 0; left < 256; left++)
        {
            for (int right = 0; right < 256; right++)
            {
                int expected = left == 0 || right == 0 ? 0 : power[(logarithm[left] + logarithm[right]) % 255];
                Assert.Equal(expected, SecretSharing.Multiply(left, right));
            }
        }
    }

    /// <summary>The worked example of spec/officers.md.</summary>
    [Fact]
    public void Returns_the_shares_of_the_worked_example()
    {
        PinnedSecret[] shares = SecretSharing.Split([0x57, 0x00, 0xff], [0x83, 0x01, 0x80]);
        Assert.Equal(["d4017f", "4a02e4", "c90364"], shares.Select(static share => Convert.ToHexStringLower(share.Span)));
        foreach ((int first, int second) in Pairs)
        {
            Assert.Equal("5700ff", Combined(shares, first, second));
        }
    }

    [Fact]
    public void Returns_the_secret_from_any_two_shares() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), static secret =>
    {
        PinnedSecret[] shares = SecretSharing.Split(secret);
        Assert.All(Pairs, pair => Assert.Equal(Convert.ToHexStringLower(secret), Combined(shares, pair.First, pair.Second)));
    }).QuickCheckThrowOnFailure();

    /// <summary>For every value of one share and every secret there is exactly one slope: the share excludes nothing and prefers nothing.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Keeps_every_secret_equally_possible_for_whoever_has_one_share(int number)
    {
        byte[] slopes = [.. Enumerable.Range(0, 256).Select(static slope => (byte)slope)];
        for (int secret = 0; secret < 256; secret++)
        {
            byte[] same = new byte[256];
            Array.Fill(same, (byte)secret);
            Assert.Distinct(SecretSharing.Split(same, slopes)[number - 1].Span.ToArray());
        }
    }

    [Fact]
    public void Returns_other_shares_each_time_and_another_secret_for_shares_of_two_splits()
    {
        byte[] secret = new byte[Kek.Size];
        PinnedSecret[] one = SecretSharing.Split(secret);
        PinnedSecret[] other = SecretSharing.Split(secret);
        Assert.NotEqual(one[0].Span.ToArray(), other[0].Span.ToArray());
        Assert.NotEqual(Convert.ToHexStringLower(secret), Combined([one[0], other[1], other[2]], 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => SecretSharing.Combine(2, one[1].Span, 2, other[1].Span));
    }

    private static string Combined(PinnedSecret[] shares, int first, int second)
    {
        using PinnedSecret secret = SecretSharing.Combine(first, shares[first - 1].Span, second, shares[second - 1].Span);
        return Convert.ToHexStringLower(secret.Span);
    }
}
