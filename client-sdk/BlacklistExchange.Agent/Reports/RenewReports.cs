using BlacklistExchange.Client;

namespace BlacklistExchange.Agent.Reports;

/// <summary>
/// The worker's last duty: carries the member's own reports into each new epoch, as nobody else can: what nobody renews ends. For a week the padding of sign-ups pays for it, then the
/// renewal budget does.
/// </summary>
internal sealed class RenewReports(ExchangeClient client, TimeProvider time, ILogger<RenewReports> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(7);
    private static readonly TimeSpan Pause = TimeSpan.FromHours(6);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await RenewAsync(cancellationToken);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Whether there is a new epoch only the newest list knows.
            await client.SyncAsync(cancellationToken);
            RenewalReport report = await client.RenewWhenSpareAsync(Patience, cancellationToken);
            if (report.Renewed + report.Ended > 0)
            {
                log.LogInformation("Reports were carried into epoch {Epoch}: {Renewed} renewed, {Ended} ended", report.Epoch, report.Renewed, report.Ended);
            }
        }
        catch (ExchangeException exception)
        {
            log.LogWarning("Reports could not be carried into the newest epoch, and will be tried again: {Reason}", exception.Message);
        }
        catch (IOException exception)
        {
            log.LogWarning("The report vault cannot be written now, perhaps because another process writes it: {Reason}", exception.Message);
        }
    }
}
