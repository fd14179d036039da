namespace BlacklistExchange.ConstantTime.Subjects;

/// <summary>The secrets that are compared: the ones at the edges, and random ones.</summary>
internal enum SecretKind
{
    /// <summary>Scalars 1, the generator, uniform bytes 1.</summary>
    One,

    /// <summary>Scalars 2^252 - 1, the generator's negative, uniform bytes of ones.</summary>
    AllOnes,

    /// <summary>Scalars l - 1, the identity, uniform bytes of p - 1 twice.</summary>
    Last,

    /// <summary>Scalars zero, twice the generator, uniform bytes zero.</summary>
    Zero,

    /// <summary>Random, a seed of its own at every use.</summary>
    Random,
}
