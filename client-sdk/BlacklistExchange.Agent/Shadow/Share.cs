using System.Globalization;

namespace BlacklistExchange.Agent.Shadow;

/// <summary>n of m. Under 20 a percentage would promise more than there is, and is not shown.</summary>
internal readonly record struct Share(long Part, long Whole)
{
    private const long Fewest = 20;

    /// <summary>Null when there are too few.</summary>
    public double? Value => Whole < Fewest ? null : (double)Part / Whole;

    public static Share operator +(Share left, Share right) => new(left.Part + right.Part, left.Whole + right.Whole);

    public string Short => string.Create(CultureInfo.InvariantCulture, $"{Part}/{Whole}");

    public string Percent => Value is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:P1}").Replace(" %", "%", StringComparison.Ordinal) : "too few for a rate";

    public string PerTenThousand => Value is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value * 10_000:F1} per 10,000") : "too few for a rate";
}
