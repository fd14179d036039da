namespace BlacklistExchange.Load.Measuring;

/// <summary>Measured values, sorted.</summary>
internal sealed class Distribution
{
    private readonly double[] sorted;

    public Distribution(IEnumerable<double> values)
    {
        sorted = [.. values.Order()];
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length, nameof(values));
    }

    public int Count => sorted.Length;

    public double Median => Percentile(50);

    public double Largest => sorted[^1];

    /// <summary>The smallest value that at least this share of all does not exceed: nearest rank.</summary>
    public double Percentile(double percent) => sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * sorted.Length) - 1, 0, sorted.Length - 1)];

    /// <summary>The values times a factor.</summary>
    public Distribution Scaled(double factor) => new(sorted.Select(value => value * factor));

    public Figure ToFigure(string name, string meaning) => new(name, Median, meaning) { Spread = new Spread(Percentile(10), Percentile(90)) };
}
