using System.Globalization;
using System.Text.Json.Nodes;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;

namespace BlacklistExchange.Cli.Cases;

/// <summary>The dry run of a report: every case with its items, cost and what the list's policy would make of it. Nothing is evaluated or filed.</summary>
internal static class CasePreview
{
    public static async Task ShowAsync(CommandRun run, ExchangeClient client, IReadOnlyList<CaseDraft> cases, CancellationToken cancellationToken)
    {
        TextTable table = new(new("case"), new("items", IsNumber: true), new("units", IsNumber: true), new("what would follow", Wraps: true));
        HashSet<Guid> filed = [.. client.GetReportIds()];
        (int items, long units) = (0, 0);
        using (ProgressLine progress = new(run.Environment, "cases"))
        {
            for (int index = 0; index < cases.Count; index++)
            {
                CaseDraft one = cases[index];
                ReportPreview? preview = one.Case is null ? null : await client.PreviewReportAsync(one.Case, cancellationToken);
                bool isThere = filed.Contains(client.ReportIdOf(one.CaseId));
                long cost = isThere ? 0 : preview?.Cost.Units ?? 0;
                string what = preview is null ? $"waits: {one.Faults.Count} bad lines" : isThere ? "reported before; free" : preview.Outcome;
                (items, units) = (items + one.Lines.Count, units + cost);
                progress.Report(index + 1, cases.Count);
                if (run.Json)
                {
                    run.Say(new JsonObject { ["case_id"] = one.CaseId, ["items"] = one.Lines.Count, ["units"] = cost, ["waits"] = preview is null, ["what"] = what });
                    continue;
                }
                table.Add(one.CaseId, one.Lines.Count.ToString(CultureInfo.InvariantCulture), cost.ToString(CultureInfo.InvariantCulture), what);
            }
        }
        if (run.Json)
        {
            run.Say(new JsonObject { ["summary"] = new JsonObject { ["cases"] = cases.Count, ["items"] = items, ["units"] = units } });
            return;
        }
        run.Say(table);
        run.Say($"{cases.Count} cases, {items} items, {units} units at most, padding included. Nothing was filed.");
    }
}
