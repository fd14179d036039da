using System.Text.Json.Nodes;

namespace BlacklistExchange.Cli.Queries;

/// <summary>Counts a run and says how it ended.</summary>
internal sealed class QueryTally
{
    private static readonly string[] Order = ["listed", "unsure", "stale", VerdictRow.BadLineVerdict, "not-listed"];

    private readonly Dictionary<string, int> _verdicts = [];

    public int ExitCode { get; private set; }

    public int Asked { get; set; }

    /// <summary>Rows that had their verdict from an earlier run.</summary>
    public int Skipped { get; private set; }

    /// <summary>Rows that an earlier run had asked for without writing a verdict.</summary>
    public int PaidTwice { get; set; }

    /// <summary>What those rows cost at most; null when it cannot be told.</summary>
    public long? UnitsPaidTwice { get; set; } = 0;

    /// <summary>What a stop of this run could have cost at most, when it has a result file.</summary>
    public long? UnitsAtRisk { get; set; } = 0;

    /// <summary>Good rows that were left when the run stopped early.</summary>
    public int NotAsked { get; set; }

    public void Add(VerdictRow row)
    {
        _verdicts[row.Verdict] = _verdicts.GetValueOrDefault(row.Verdict) + 1;
        ExitCode = Cli.ExitCode.Worse(ExitCode, row.ExitCode);
    }

    /// <summary>Rows of an earlier run count like the others: the code is that of the whole file.</summary>
    public void AddKept(IReadOnlyDictionary<string, int> verdicts)
    {
        foreach ((string verdict, int count) in verdicts)
        {
            _verdicts[verdict] = _verdicts.GetValueOrDefault(verdict) + count;
            Skipped += count;
            ExitCode = Cli.ExitCode.Worse(ExitCode, verdict switch
            {
                "listed" => Cli.ExitCode.Listed,
                VerdictRow.StaleVerdict => Cli.ExitCode.Uncertain,
                _ => Cli.ExitCode.Clear,
            });
        }
    }

    public string Describe(bool resumable)
    {
        string verdicts = string.Join(", ", Order.Where(_verdicts.ContainsKey).Select(verdict => $"{_verdicts[verdict]} {verdict}"));
        string text = $"{(verdicts.Length == 0 ? "no lines" : verdicts)}. {Skipped} skipped, {Asked} asked, {PaidTwice} possibly paid twice{(PaidTwice == 0 ? "" : $", {Queries.PaidTwice.Text(UnitsPaidTwice)}")}.";
        return NotAsked == 0 ? text
            : $"{text} Stopped: {NotAsked} lines were not asked{(resumable ? "; run the same command with --resume when the cause is gone." : ". With --out FILE a run can be resumed.")}";
    }

    public JsonObject ToJson(PhaseTimes times)
    {
        JsonObject verdicts = [];
        foreach (string verdict in Order)
        {
            verdicts[verdict] = _verdicts.GetValueOrDefault(verdict);
        }
        return new JsonObject
        {
            ["summary"] = new JsonObject
            {
                ["verdicts"] = verdicts, ["skipped"] = Skipped, ["asked"] = Asked, ["paid_twice_possibly"] = PaidTwice,
                ["units_paid_twice_at_most"] = PaidTwice == 0 ? 0 : UnitsPaidTwice, ["units_at_risk"] = UnitsAtRisk, ["not_asked"] = NotAsked, ["exit_code"] = ExitCode,
                ["seconds"] = times.ToJson(),
            },
        };
    }
}
