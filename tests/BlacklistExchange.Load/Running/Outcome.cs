using System.Globalization;
using System.Text;
using BlacklistExchange.Load.Hub;
using BlacklistExchange.Load.Keeping;
using BlacklistExchange.Load.Measuring;

namespace BlacklistExchange.Load.Running;

/// <summary>What a run gave, beside what its operations saw.</summary>
/// <param name="Result">What the operations saw.</param>
internal sealed record Outcome(LoadResult Result)
{
    /// <summary>What the ramp found.</summary>
    public double? Capacity { get; init; }

    /// <summary>What was held.</summary>
    public double? Rate { get; init; }

    /// <summary>Requests that the SDK sent again, callers' and members'.</summary>
    public long Repeats { get; init; }

    /// <summary>Working set of a hub of its own, megabytes.</summary>
    public IReadOnlyList<double> Memory { get; init; } = [];

    /// <summary>Its managed heap.</summary>
    public IReadOnlyList<double> Heap { get; init; } = [];

    /// <summary>Errors in its log.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>What comparing the ledger with it gave.</summary>
    public LedgerVerdict? Verdict { get; init; }

    public ResultMessage ToMessage(Order order) => new(
        order.Scenario.Name, Result.Seconds, Capacity, Rate, Result.Done, Result.Failed, Repeats, [.. Result.Kinds.Select(KindMessage.Of)], Memory.Count > 0 ? Memory : null, Verdict);

    public string ToText()
    {
        StringBuilder text = new();
        string held = Rate is { } rate ? string.Create(CultureInfo.InvariantCulture, $", {rate:0.0} a second held") : "";
        string found = Capacity is { } capacity ? string.Create(CultureInfo.InvariantCulture, $" of {capacity:0.0} found") : "";
        text.Append(CultureInfo.InvariantCulture, $"{Result.Seconds:0} s{held}{found}, {Repeats} requests sent again by the SDK").AppendLine();
        text.AppendLine(ResultText.Of(Result));
        if (Memory.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"hub memory, MB: {Figure.Format(Memory[0])} first, {Figure.Format(Memory.Max())} most, {Figure.Format(Memory[^1])} last; last quarter by second: {Figure.Format(MemoryWatch.Growth(Memory))}").AppendLine();
        }

        foreach (string fault in Faults)
        {
            text.Append("hub log: ").AppendLine(fault);
        }

        if (Verdict is { } verdict)
        {
            text.AppendLine(LedgerText.Of(verdict));
        }

        return text.ToString().TrimEnd();
    }
}
