using BlacklistExchange.Protocol.Groups;

namespace BlacklistExchange.Protocol.Voprf;

/// <summary>Lagrange coefficients over public holder indices.</summary>
internal static class Lagrange
{
    /// <summary>The weights λ_i with f(at) = Σ λ_i · f(indices_i) for every polynomial f of degree below the number of indices.</summary>
    /// <exception cref="VoprfException"><see cref="VoprfError.InverseError"/>: two indices are equal.</exception>
    public static Scalars Weights(Group group, ReadOnlySpan<ushort> indices, ushort at)
    {
        Scalar[] numerators = new Scalar[indices.Length], denominators = new Scalar[indices.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            numerators[i] = group.ScalarOf(1);
            denominators[i] = group.ScalarOf(1);
            for (int j = 0; j < indices.Length; j++)
            {
                if (j != i)
                {
                    numerators[i] = group.Multiply(numerators[i], Difference(group, at, indices[j]));
                    denominators[i] = group.Multiply(denominators[i], Difference(group, indices[i], indices[j]));
                }
            }

            if (denominators[i].IsZero)
            {
                throw new VoprfException(VoprfError.InverseError, $"Index {indices[i]} occurs twice.");
            }
        }

        Scalars inverses = group.Invert(new Scalars(denominators));
        Scalar[] weights = new Scalar[indices.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = group.Multiply(numerators[i], inverses.Copy(i));
        }

        return new Scalars(weights);
    }

    private static Scalar Difference(Group group, ushort a, ushort b) => group.Subtract(group.ScalarOf(a), group.ScalarOf(b));
}
