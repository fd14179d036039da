using BlacklistExchange.Client;
using BlacklistExchange.Load.Calls;

namespace BlacklistExchange.Load.Running;

/// <summary>Counts what became of operations. Safe to use from many threads.</summary>
internal sealed class Tally
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Line> _lines = [];
    private readonly long[] _recent = new long[2];

    /// <summary>Counts from now on alone.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            _lines.Clear();
        }
    }

    public void Done(ICalls calls, Call call)
    {
        lock (_gate)
        {
            LineOf(calls).Milliseconds.Add(call.Milliseconds);
            _recent[0]++;
        }
    }

    public void Failed(ICalls calls, Exception exception)
    {
        lock (_gate)
        {
            string kind = KindOf(exception);
            Line line = LineOf(calls);
            (int count, string first) = line.Failures.GetValueOrDefault(kind, (0, exception.Message));
            line.Failures[kind] = (count + 1, first);
            _recent[1]++;
        }
    }

    /// <summary>What was done and what failed since this was asked last.</summary>
    public (long Done, long Failed) Recent()
    {
        lock (_gate)
        {
            (long, long) counted = (_recent[0], _recent[1]);
            Array.Clear(_recent);
            return counted;
        }
    }

    public IReadOnlyList<KindResult> Results(double seconds)
    {
        lock (_gate)
        {
            return [.. _lines.Values.Select(line => new KindResult(line.Name, line.Elements, seconds, [.. line.Milliseconds.Order()], line.Failures.ToDictionary()))];
        }
    }

    /// <summary>The problem's type where there is one, else what the SDK calls it.</summary>
    public static string KindOf(Exception exception) => exception switch
    {
        BudgetExhaustedException budget => $"budget-{budget.Counter}",
        HubRefusedException refused => refused.Problem.Type.Split(':')[^1],
        ReportRefusedException refused => refused.Problem.Type.Split(':')[^1],
        HubUnreachableException => "unreachable",
        CertificateRefusedException => "certificate-refused",
        HubUntrustedException => "untrusted",
        UnansweredException unanswered => $"unsure-{unanswered.Reason}",
        WrongAnswerException => WrongAnswer,
        _ => exception.GetType().Name,
    };

    /// <summary>What must never be counted.</summary>
    public const string WrongAnswer = "wrong-answer";

    private Line LineOf(ICalls calls)
    {
        if (!_lines.TryGetValue(calls.Name, out Line? line))
        {
            _lines.Add(calls.Name, line = new Line(calls.Name, calls.Elements));
        }

        return line;
    }

    private sealed record Line(string Name, int Elements)
    {
        public List<double> Milliseconds { get; } = [];

        public Dictionary<string, (int Count, string First)> Failures { get; } = [];
    }
}
