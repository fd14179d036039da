using BlacklistExchange.Protocol.Groups;

namespace BlacklistExchange.Protocol.Voprf;

/// <summary>Shamir's sharing of a secret scalar: any t shares give it back in the exponent, fewer say nothing about it.</summary>
public static class Threshold
{
    /// <summary>Deals shares f(1) … f(n) of f(0) = secret, f random of degree t - 1. The dealer knows all of them: for ceremonies on a machine of its own.</summary>
    /// <param name="secret">The joint secret; stays the caller's.</param>
    /// <param name="threshold">t: how many shares are needed, 1 to <paramref name="holders"/>.</param>
    /// <param name="holders">n: how many shares are dealt, at most 65535.</param>
    /// <returns>The shares in the order of their indices, which begin at 1. They are the caller's to dispose.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not between 1 and the number of holders.</exception>
    public static IReadOnlyList<Scalar> Split(Scalar secret, int threshold, int holders)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(holders, threshold);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(holders, ushort.MaxValue);
        Group group = secret.Group;
        Scalar[] coefficients = new Scalar[threshold];
        coefficients[0] = secret;
        for (int i = 1; i < threshold; i++)
        {
            coefficients[i] = group.RandomScalar();
        }

        Scalar[] shares = new Scalar[holders];
        for (int i = 0; i < holders; i++)
        {
            shares[i] = Evaluate(group, coefficients, (ushort)(i + 1));
        }

        foreach (Scalar coefficient in coefficients.AsSpan(1))
        {
            coefficient.Dispose();
        }

        return shares;
    }

    /// <summary>Horner's rule.</summary>
    private static Scalar Evaluate(Group group, ReadOnlySpan<Scalar> coefficients, ushort index)
    {
        using Scalar x = group.ScalarOf(index);
        Scalar sum = group.ScalarOf(0);
        for (int i = coefficients.Length - 1; i >= 0; i--)
        {
            using Scalar before = sum;
            using Scalar product = group.Multiply(before, x);
            sum = group.Add(product, coefficients[i]);
        }

        return sum;
    }
}
