namespace BlacklistExchange.ConstantTime.Timing;

/// <summary>Welch's t for two samples of unequal variance, whole and cropped.</summary>
internal static class WelchTest
{
    private const int Croppings = 100;

    /// <summary>Below this many samples in a class t means little.</summary>
    private const int Least = 500;

    public static double T(double[] a, double[] b)
    {
        (double meanA, double errorA) = Mean(a);
        (double meanB, double errorB) = Mean(b);
        return (meanA - meanB) / Math.Sqrt(errorA + errorB);
    }

    /// <summary>The t of largest magnitude, uncropped or with all times above one of a hundred percentiles left out: interruptions drown what is looked for.</summary>
    /// <returns>That t, and by how much the mean of a is above that of b there.</returns>
    public static (double T, double Difference) LargestCropped(double[] a, double[] b)
    {
        double[] sorted = [.. a.Concat(b).Order()];
        (double T, double Difference) largest = (T(a, b), a.Average() - b.Average());
        for (int i = 1; i <= Croppings; i++)
        {
            double limit = sorted[(int)((1 - Math.Pow(0.5, 10.0 * i / Croppings)) * (sorted.Length - 1))];
            double[] lowA = [.. a.Where(time => time < limit)], lowB = [.. b.Where(time => time < limit)];
            double t = lowA.Length >= Least && lowB.Length >= Least ? T(lowA, lowB) : 0;
            largest = Math.Abs(t) > Math.Abs(largest.T) ? (t, lowA.Average() - lowB.Average()) : largest;
        }

        return largest;
    }

    /// <summary>The mean, and the square of its standard error.</summary>
    private static (double Mean, double SquaredError) Mean(double[] times)
    {
        double mean = times.Average(), squares = times.Sum(time => (time - mean) * (time - mean));
        return (mean, squares / (times.Length - 1) / times.Length);
    }
}
