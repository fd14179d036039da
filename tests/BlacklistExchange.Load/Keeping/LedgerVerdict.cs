using System.Text.Json.Serialization;

namespace BlacklistExchange.Load.Keeping;

/// <summary>What comparing ledger and hub gave.</summary>
internal sealed record LedgerVerdict
{
    /// <summary>Reports with a receipt.</summary>
    public int ReportsAcknowledged { get; set; }

    /// <summary>Of those: how many the hub knows under the same receipt.</summary>
    public int ReportsFound { get; set; }

    /// <summary>Reports that were sent and not answered.</summary>
    public int ReportsInDoubt { get; set; }

    /// <summary>Evaluations that were answered.</summary>
    public int ChargesAcknowledged { get; set; }

    /// <summary>Evaluations that were sent and not answered.</summary>
    public int ChargesInDoubt { get; set; }

    /// <summary>Of those: how many the hub had charged all the same.</summary>
    public int ChargesInDoubtKept { get; set; }

    /// <summary>Evaluations that were sent again, as they were, to see that the hub knows them and charges nothing.</summary>
    public int ChargesAskedAgain { get; set; }

    /// <summary>Units that the answered evaluations cost.</summary>
    public long UnitsAcknowledged { get; set; }

    /// <summary>Units that are gone from the budget since the ledger began, before anything was sent again.</summary>
    public long UnitsSpent { get; set; }

    /// <summary>Rows that were counted in the hub's own tables; null when nobody could look.</summary>
    public long? RowsCounted { get; set; }

    /// <summary>Promises that the hub has not kept; at most twenty.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>How many they are.</summary>
    public int BrokenCount { get; set; }

    public bool Kept => BrokenCount == 0;

    public void Break(string how)
    {
        const int Told = 20;
        lock (Broken)
        {
            BrokenCount++;
            if (Broken.Count < Told)
            {
                Broken.Add(how);
            }
        }
    }

    public void Unless(bool kept, string otherwise)
    {
        if (!kept)
        {
            Break(otherwise);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(LedgerVerdict))]
internal sealed partial class VerdictJson : JsonSerializerContext;
