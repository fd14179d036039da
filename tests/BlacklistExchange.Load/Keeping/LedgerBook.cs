using System.Text.Json;

namespace BlacklistExchange.Load.Keeping;

/// <summary>An operation as the ledger tells it.</summary>
internal sealed record Operation(string Member, Guid Id)
{
    /// <summary>When it left, unix seconds.</summary>
    public long SentAt { get; set; }

    /// <summary>Of an evaluation: what it costs.</summary>
    public long Units { get; set; }

    /// <summary>Of an evaluation: its elements. Of a report: the request's body; null when it is in the member's vault.</summary>
    public string? Content { get; set; }

    /// <summary>The hub acknowledged it.</summary>
    public bool Acknowledged { get; set; }

    /// <summary>Of an acknowledged report: SHA-256 of its receipt's payload.</summary>
    public string? Receipt { get; set; }
}

/// <summary>One or more ledgers, read. Nobody else of the members' legal entity was at work from the first one's beginning on.</summary>
internal sealed class LedgerBook
{
    private LedgerBook(string list, uint epoch, long spentBefore) => (List, Epoch, SpentBefore) = (list, epoch, spentBefore);

    public string List { get; }

    public uint Epoch { get; }

    /// <summary>Units that the members' legal entity had spent when the first ledger began.</summary>
    public long SpentBefore { get; }

    /// <summary>Evaluations by request id; those that were refused are left out.</summary>
    public Dictionary<Guid, Operation> Charges { get; } = [];

    /// <summary>Reports by report id; those that were refused are left out.</summary>
    public Dictionary<Guid, Operation> Reports { get; } = [];

    /// <exception cref="NotMeasuredException">A ledger is not one, or they are of different lists.</exception>
    public static LedgerBook Read(IReadOnlyList<string> paths)
    {
        List<LedgerLine[]> ledgers = [.. paths.Select(Lines).OrderBy(static lines => lines[0].At)];
        LedgerLine first = ledgers[0][0];
        if (ledgers.Any(lines => (lines[0].List, lines[0].Epoch) != (first.List, first.Epoch)))
        {
            throw new NotMeasuredException("The ledgers are of different lists or epochs; verify each by itself.");
        }

        LedgerBook book = new(first.List!, first.Epoch!.Value, first.Units!.Value);
        foreach (LedgerLine[] lines in ledgers)
        {
            Dictionary<int, string> batches = [];
            foreach (LedgerLine line in lines)
            {
                book.Take(line, batches);
            }
        }

        return book;
    }

    private static LedgerLine[] Lines(string path)
    {
        try
        {
            // The last line may be half: the program was killed while it wrote, and nothing had left for it.
            string[] texts = File.ReadAllText(path).Split('\n')[..^1];
            LedgerLine[] lines = [.. texts.Select(static text => JsonSerializer.Deserialize(text, LedgerJson.Default.LedgerLine)!)];
            return lines.Length > 0 && lines[0] is { Op: LedgerOps.Begin, List: not null, Epoch: not null, Units: not null }
                ? lines
                : throw new NotMeasuredException($"{path} does not begin as a ledger does: the load program ended before it could ask the hub anything.");
        }
        catch (Exception exception) when (exception is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new NotMeasuredException($"The ledger {path} cannot be read: {exception.Message}");
        }
    }

    private void Take(LedgerLine line, Dictionary<int, string> batches)
    {
        switch (line.Op)
        {
            case LedgerOps.Batch:
                batches[line.Batch!.Value] = line.Text!;
                break;
            case LedgerOps.Asking:
                Charges[line.Id!.Value] = new Operation(line.Member!, line.Id.Value) { SentAt = line.At, Units = line.Units!.Value, Content = batches[line.Batch!.Value] };
                break;
            case LedgerOps.Charged:
                Charges[line.Id!.Value].Acknowledged = true;
                break;
            case LedgerOps.Reporting:
                Reports[line.Id!.Value] = new Operation(line.Member!, line.Id.Value) { SentAt = line.At, Content = line.Text };
                break;
            case LedgerOps.Reported:
                (Reports[line.Id!.Value].Acknowledged, Reports[line.Id.Value].Receipt) = (true, line.Text);
                break;
            case LedgerOps.Vaulted:
                Reports[line.Id!.Value] = new Operation(line.Member!, line.Id.Value) { SentAt = line.At, Acknowledged = true, Receipt = line.Text };
                break;
            case LedgerOps.Refused:
                _ = Charges.Remove(line.Id!.Value) || Reports.Remove(line.Id.Value);
                break;
        }
    }
}
