using System.Globalization;
using System.Text.Json.Nodes;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Cli.Queries;

/// <summary>The dry run of a query: reads all lines, names the bad ones, says what asking would cost and whether the budget holds it. Nothing is asked.</summary>
internal static class QueryEstimate
{
    public static async Task<int> RunAsync(CommandRun run, ExchangeClient client, QuerySettings settings, InputSource source, CancellationToken cancellationToken)
    {
        HashSet<Identifier> distinct = [];
        (int good, List<VerdictRow> bad) = (0, []);
        while (source.Read() is { } row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ParsedRow parsed = ParsedRow.Of(row, settings.Columns);
            if (parsed.IsBad)
            {
                bad.Add(VerdictRow.Bad(row, parsed.Fault, parsed.Refusal));
            }
            else
            {
                good++;
                distinct.UnionWith(parsed.Identifiers);
            }
        }
        QueryCost cost = await client.EstimateCostAsync(distinct, cancellationToken);
        BudgetResponse budget = await client.GetBudgetAsync(cancellationToken);
        EstimateLine[] lines = [.. cost.Lines.Select(line => new EstimateLine(line, budget.Budgets.FirstOrDefault(one =>
            one.List == client.List && one.Kind == IdentifierKinds.Name(line.Kind) && one.Epoch == line.Epoch)))];
        Print(run, good, bad, cost.Units, lines);
        return lines.Any(static line => !line.Fits) ? ExitCode.Refused : bad.Count > 0 ? ExitCode.BadLines : ExitCode.Clear;
    }

    private static void Print(CommandRun run, int good, List<VerdictRow> bad, long units, EstimateLine[] lines)
    {
        if (run.Json)
        {
            run.Say(new JsonObject
            {
                ["rows"] = good,
                ["units"] = units,
                ["cost"] = new JsonArray([.. lines.Select(static line => line.ToJson())]),
                ["bad_lines"] = new JsonArray([.. bad.Select(static row => row.ToJson())]),
            });
            return;
        }
        bad.ForEach(row => run.Say($"line {row.Line}: {row.Reason}"));
        run.Say($"{good} rows to ask, {bad.Count} bad lines. Cost: {units} units, padding included. Nothing was asked.");
        TextTable table = new(new("kind"), new("epoch", IsNumber: true), new("identifiers", IsNumber: true), new("units", IsNumber: true), new("left today", IsNumber: true), new("left in epoch", IsNumber: true));
        foreach (EstimateLine line in lines)
        {
            table.Add(IdentifierKinds.Name(line.Cost.Kind), Number(line.Cost.Epoch), Number(line.Cost.Identifiers), Number(line.Cost.Units),
                line.Budget is null ? "?" : Number(line.Budget.Day.Remaining), line.Budget is null ? "?" : Number(line.Budget.EpochTotal.Remaining));
        }
        run.Say(table);
        if (lines.Any(static line => !line.Fits))
        {
            run.Say("The budget does not hold it today: ask for part of it, or ask the operator for a grant.");
        }
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record EstimateLine(QueryCostLine Cost, BudgetLine? Budget)
    {
        public bool Fits => Budget is null || Cost.Units <= Math.Min(Budget.Day.Remaining, Budget.EpochTotal.Remaining);

        public JsonObject ToJson() => new()
        {
            ["kind"] = IdentifierKinds.Name(Cost.Kind),
            ["epoch"] = Cost.Epoch,
            ["identifiers"] = Cost.Identifiers,
            ["units"] = Cost.Units,
            ["left_today"] = Budget?.Day.Remaining,
            ["left_in_epoch"] = Budget?.EpochTotal.Remaining,
            ["fits"] = Fits,
        };
    }
}
