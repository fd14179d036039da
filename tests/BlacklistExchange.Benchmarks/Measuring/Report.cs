namespace BlacklistExchange.Benchmarks.Measuring;

/// <summary>What measuring a group gave.</summary>
/// <param name="Figures">The figures, in the order of the last line.</param>
/// <param name="Method">How they were taken, one sentence or more an item.</param>
internal sealed record Report(IReadOnlyList<Figure> Figures, IReadOnlyList<string> Method)
{
    /// <summary>What a program reads: <c>name=value</c> pairs separated by spaces.</summary>
    public string LastLine => string.Join(' ', Figures.Select(static figure => $"{figure.Name}={figure.Text}"));
}
