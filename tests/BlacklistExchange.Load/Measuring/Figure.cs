using System.Globalization;
using System.Text.Json.Serialization;

namespace BlacklistExchange.Load.Measuring;

/// <summary>The middle four fifths of the rounds.</summary>
internal sealed record Spread(double Low, double High);

/// <summary>One figure of a group.</summary>
/// <param name="Name">Name in the last line, unit last: <c>evaluate_us</c>.</param>
/// <param name="Value">The figure.</param>
/// <param name="Meaning">What was measured, for the table.</param>
internal sealed record Figure(string Name, double Value, string Meaning)
{
    /// <summary>How far the rounds were apart; null where there were none.</summary>
    public Spread? Spread { get; init; }

    /// <summary>The figure as the last line prints it.</summary>
    [JsonIgnore]
    public string Text => Format(Value);

    [JsonIgnore]
    public string SpreadText => Spread is { } spread ? $"{Format(spread.Low)} – {Format(spread.High)}" : "";

    /// <summary>Three or four digits that mean something, in plain notation.</summary>
    public static string Format(double value)
    {
        double size = Math.Abs(value);
        string format = size >= 100 ? "0" : size >= 10 ? "0.#" : size >= 1 ? "0.##" : size >= 0.1 ? "0.###" : "0.######";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
