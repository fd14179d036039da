using System.Threading.Channels;
using BlacklistExchange.Agent.Checks;

namespace BlacklistExchange.Agent.Shadow;

/// <summary>Checks whose caller has its answer already. They wait in memory, a bounded number of them, and none of them ever holds up a caller.</summary>
internal sealed class ShadowQueue(CheckIdentifiers check, WeekLedger ledger, ILogger<ShadowQueue> log) : BackgroundService
{
    /// <summary>Checks that wait; one more is not measured.</summary>
    public const int MostWaiting = 16_384;

    /// <summary>Checks under way; those that wait for the hub share its requests.</summary>
    private const int MostAtOnce = 128;

    private readonly Channel<CheckRequest> _waiting = Channel.CreateBounded<CheckRequest>(MostWaiting);

    public void Offer(CheckRequest request)
    {
        if (!_waiting.Writer.TryWrite(request))
        {
            ledger.NotMeasured();
        }
    }

    /// <summary>What was not begun, or has no answer yet, is not measured.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        while (_waiting.Reader.TryRead(out _))
        {
            ledger.NotMeasured();
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, MostAtOnce).Select(_ => MeasureAsync(stoppingToken)));

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && await HasMoreAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && _waiting.Reader.TryRead(out CheckRequest? request))
            {
                await MeasureAsync(request, cancellationToken);
            }
        }
    }

    private async Task<bool> HasMoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _waiting.Reader.WaitToReadAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task MeasureAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await check.MeasureAsync(request, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            ledger.NotMeasured();
        }
        catch (Exception exception)
        {
            // The type and place alone: a message might hold what was sent.
            log.LogError("A check was not measured: {Exception} {Place}", exception.GetType(), exception.StackTrace);
            ledger.NotMeasured();
        }
    }
}
