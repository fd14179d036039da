using BlacklistExchange.Agent.Storage;
using BlacklistExchange.Client;

namespace BlacklistExchange.Agent.Checks;

/// <summary>While the hub is away: asks it for something that costs nothing until it answers, ever less often, so that no sign-up has to try.</summary>
internal sealed class ProbeHub(ExchangeClient client, HubReach reach, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A hub that is away again so soon answers this and not checks: it is asked less often.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        int failures = 0;
        long back = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            await reach.WaitAwayAsync(stoppingToken);
            failures = time.GetElapsedTime(back) < Soon ? failures + 1 : 1;
            await Task.Delay(Pause.After(failures, Longest), time, stoppingToken);
            while (!await AnswersAsync(stoppingToken))
            {
                await Task.Delay(Pause.After(++failures, Longest), time, stoppingToken);
            }
            back = time.GetTimestamp();
            reach.Answered();
        }
    }

    /// <summary>A refusal is an answer too.</summary>
    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(Patience, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await client.GetListsAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (ExchangeException exception)
        {
            return exception is not (HubUnreachableException or CertificateRefusedException or HubUntrustedException);
        }
    }
}
