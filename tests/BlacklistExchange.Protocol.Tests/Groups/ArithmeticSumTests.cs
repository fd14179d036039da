using BlacklistExchange.Protocol.Groups.Edwards25519;
using BlacklistExchange.Protocol.Groups.Field25519;
using BlacklistExchange.Protocol.Groups.ScalarField25519;

namespace BlacklistExchange.Protocol.Tests.Groups;

public sealed class ArithmeticSumTests
{
    private static readonly int[] Sizes = [1, 2, 3, 4, 7, 8, 9, 16, 64, 255, 256, 1000, 1024, 5000];
    private static readonly EdwardsPoint[] Given = ArithmeticSamples.Points(5000);
    private static readonly Sc64[] Weights = ArithmeticSamples.Load(ArithmeticSamples.Scalars(5000));

    [Theory, Arithmetics]
    public void Returns_the_sum_of_the_portable_one_at_every_size(string name)
    {
        foreach (int size in Sizes)
        {
            AssertSum(name, Weights[..size], Given[..size]);
            AssertSum(name, Weights[^size..], Given[^size..]);
        }
    }

    [Theory, Arithmetics]
    public void Returns_the_sum_for_equal_weights_at_the_edges_and_for_equal_points(string name)
    {
        foreach (int size in new[] { 1, 8, 9, 256, 1000 })
        {
            foreach (Sc64 weight in new[] { default, Sc64.One, Sc64.Sub(default, Sc64.One) })
            {
                AssertSum(name, [.. Enumerable.Repeat(weight, size)], Given[^size..]);
            }

            AssertSum(name, Weights[..size], [.. Enumerable.Repeat(EdwardsPoint.Generator, size)]);
            AssertSum(name, [.. Enumerable.Repeat(Weights[^1], size)], [.. Enumerable.Repeat(Given[^1], size)]);
        }
    }

    [Theory, Arithmetics]
    public void Returns_the_identity_for_points_and_their_negatives(string name)
    {
        foreach (int size in new[] { 1, 4, 5, 128, 500 })
        {
            EdwardsPoint[] points = [.. Given[^size..], .. Given[^size..].Select(Negative)];
            EdwardsPoint sum = ArithmeticsAttribute.Get(name).Sum([.. Weights[^size..], .. Weights[^size..]], points);
            Assert.Equal(new byte[32], ArithmeticSamples.Encode([sum]));
        }
    }

    private static EdwardsPoint Negative(EdwardsPoint point)
    {
        Fe51Product.Mul(out Fe51 x, point.X, Fe51.One);
        Fe51Product.Mul(out Fe51 t, point.T, Fe51.One);
        Fe51.Negate(out point.X, x);
        Fe51.Negate(out point.T, t);
        Fe51Product.Mul(out point.X, point.X, Fe51.One);
        Fe51Product.Mul(out point.T, point.T, Fe51.One);
        return point;
    }

    private static void AssertSum(string name, Sc64[] weights, EdwardsPoint[] points) => Assert.Equal(
        ArithmeticSamples.Encode([PublicMultiplication.Sum(weights, points)]), ArithmeticSamples.Encode([ArithmeticsAttribute.Get(name).Sum(weights, points)]));
}
