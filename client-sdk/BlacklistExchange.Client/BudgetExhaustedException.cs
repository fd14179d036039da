using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client;

/// <summary>A budget does not hold the units asked for. Nothing was charged. Wait until <see cref="RetryAt"/>, ask for less, or ask <see cref="Contact"/>.</summary>
public sealed class BudgetExhaustedException : ExchangeException
{
    internal BudgetExhaustedException(Problem problem)
        : base(Describe(problem))
    {
        Counter = problem.Counter ?? "unknown";
        Remaining = problem.Remaining;
        RetryAt = problem.RetryAt is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null;
        Contact = problem.Contact;
    }

    /// <summary>Which counter refused: <c>burst</c>, <c>day</c>, <c>epoch</c>, <c>hub</c> or <c>key</c>.</summary>
    public string Counter { get; }

    /// <summary>Units that remain in that counter; null when the hub did not say.</summary>
    public long? Remaining { get; }

    /// <summary>When asking again makes sense; null when it never refills by time.</summary>
    public DateTimeOffset? RetryAt { get; }

    /// <summary>Whom to ask for more.</summary>
    public string? Contact { get; }

    private static string Describe(Problem problem)
    {
        string remains = problem.Remaining is { } left ? $" {left} units remain." : "";
        string when = problem.RetryAt is { } at ? $" Ask again at {DateTimeOffset.FromUnixTimeSeconds(at):u}." : " It does not refill by time.";
        string whom = problem.Contact is { } contact ? $" For more, ask {contact}." : "";
        return $"The {problem.Counter} budget is exhausted.{remains}{when}{whom} Nothing was charged.";
    }
}
