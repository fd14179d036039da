using System.Globalization;
using System.Text.Json.Nodes;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Cli.Queries;

/// <summary>The dry run of a query: reads all lines, names the bad ones, says what asking would cost and whether the budget holds it. Nothing is asked.</summary>
internal sealed class QueryEstimate(CommandRun run, ExchangeClient client, QuerySettings settings)
{
    /// <param name="source">The input.</param>
    /// <param name="earlier">What a run that would be resumed has left; null when none would.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<int> RunAsync(InputSource source, EarlierRun? earlier, CancellationToken cancellationToken)
    {
        HashSet<Identifier> distinct = [];
        (int good, List<VerdictRow> bad) = (0, []);
        while (source.Read() is { } row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (earlier?.Written.Holds(row) ?? false)
            {
                continue;
            }
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
        PaidTwice rules = new(client, settings);
        StopCost stop = new(earlier?.Unwritten ?? 0, await rules.UnitsOfAsync(earlier?.Unwritten ?? 0, cancellationToken), await rules.AtRiskAsync(cancellationToken));
        Print(good, bad, cost.Units, lines, stop);
        return lines.Any(static line => !line.Fits) ? ExitCode.Refused : bad.Count > 0 ? ExitCode.BadLines : ExitCode.Clear;
    }

    private void Print(int good, List<VerdictRow> bad, long units, EstimateLine[] lines, StopCost stop)
    {
        if (run.Json)
        {
            run.Say(new JsonObject
            {
                ["rows"] = good,
                ["units"] = units,
                ["units_paid_twice_at_most"] = stop.PaidTwice,
                ["units_at_risk"] = stop.AtRisk,
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
        if (stop.Unwritten > 0)
        {
            run.Say($"An earlier run asked for {stop.Unwritten} of these rows and did not write their verdict: {PaidTwice.Text(stop.PaidTwice)} are paid twice.");
        }
        run.Say($"If a run with --out is stopped and resumed, {PaidTwice.Text(Lesser(stop.AtRisk, units))} are paid twice.");
        if (lines.Any(static line => !line.Fits))
        {
            run.Say("The budget does not hold it today: ask for part of it, or ask the operator for a grant.");
        }
    }

    private static long? Lesser(long? one, long other) => one is { } known ? Math.Min(known, other) : null;

    private sealed record StopCost(int Unwritten, long? PaidTwice, long? AtRisk);

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
