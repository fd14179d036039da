using System.Globalization;
using System.Text.Json.Nodes;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;

namespace BlacklistExchange.Cli.Cases;

/// <summary>Sends acknowledged reports of the vault again, to a hub that was restored from a backup.</summary>
internal sealed class ResendRun(CommandRun run, ExchangeClient client)
{
    /// <summary>A time as ISO 8601 writes it, UTC unless it says otherwise; null for all.</summary>
    public static DateTimeOffset? Since(string? text) =>
        text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset since) ? since
        : throw new InputException("--since is a time such as 2026-05-01 or 2026-05-01T08:00:00+08:00.");

    public async Task<int> ResendAsync(DateTimeOffset? since, CancellationToken cancellationToken)
    {
        ResendReport resent;
        using (ProgressLine line = new(run.Environment, "reports"))
        {
            resent = await client.ResendReportsAsync(since, new Said(line), cancellationToken);
        }
        foreach (ResentReport one in resent.Reports)
        {
            Show(one);
        }
        int Count(ResendOutcome outcome) => resent.Reports.Count(one => one.Outcome == outcome);
        if (run.Json)
        {
            JsonObject summary = new() { ["not_tried"] = resent.NotTried };
            foreach (ResendOutcome outcome in Enum.GetValues<ResendOutcome>())
            {
                summary[KebabName.Of(outcome).Replace('-', '_')] = Count(outcome);
            }
            run.Say(new JsonObject { ["summary"] = summary });
        }
        else
        {
            run.Say($"{Count(ResendOutcome.Known)} reports known to the hub, {Count(ResendOutcome.FiledAnew)} filed anew, {Count(ResendOutcome.Withdrawn)} withdrawn, "
                + $"{Count(ResendOutcome.EpochOver)} of epochs that are over, {Count(ResendOutcome.Failed)} failed, {resent.NotTried} not tried.");
            if (resent.NotTried > 0)
            {
                run.Remark("Run it again later: what is filed costs nothing.");
            }
        }
        return resent.Reports.Select(static one => CodeOf(one)).Aggregate(ExitCode.Clear, ExitCode.Worse);
    }

    private void Show(ResentReport one)
    {
        if (run.Json)
        {
            run.Say(new JsonObject { ["report_id"] = one.ReportId.ToString(), ["epoch"] = one.Epoch, ["outcome"] = KebabName.Of(one.Outcome), ["failure"] = one.Failure?.Message });
        }
        else if (one.Outcome == ResendOutcome.EpochOver)
        {
            run.Remark($"report {one.ReportId}: epoch {one.Epoch} is over, or its keys are lost. Report the case again under another case_id, if it still stands.");
        }
        else if (one.Failure is not null)
        {
            run.Remark($"report {one.ReportId}: {DisplayWidth.Harmless(one.Failure.Message)}");
        }
    }

    private static int CodeOf(ResentReport one) => one.Failure switch
    {
        null => ExitCode.Clear,
        HubUnreachableException or HubUntrustedException => ExitCode.Network,
        VaultException or ProfileException => ExitCode.Profile,
        _ => ExitCode.Refused,
    };

    private sealed class Said(ProgressLine line) : IProgress<ResendProgress>
    {
        public void Report(ResendProgress value) => line.Report(value.Done, value.All);
    }
}
