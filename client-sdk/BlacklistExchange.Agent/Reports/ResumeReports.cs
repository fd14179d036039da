using BlacklistExchange.Client;

namespace BlacklistExchange.Agent.Reports;

/// <summary>Once at the start: sends again what the vault holds without an answer, because an earlier process stopped in between.</summary>
internal sealed class ResumeReports(ExchangeClient client, ILogger<ResumeReports> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (ResumedReport report in await client.ResumeReportsAsync(stoppingToken))
            {
                log.LogInformation("Report {Report} was sent again: {Outcome}", report.ReportId, report.Failure?.Message ?? "filed");
            }
        }
        catch (ExchangeException exception)
        {
            log.LogWarning("Reports without an answer could not be sent again: {Reason}", exception.Message);
        }
    }
}
