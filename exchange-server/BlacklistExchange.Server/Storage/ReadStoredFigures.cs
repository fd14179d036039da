using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Storage;

/// <summary>Reads every slice's figures each 15 seconds. When the store cannot be read they stay what they were, and their age says so.</summary>
internal sealed class ReadStoredFigures : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);
    private readonly Store _store;
    private readonly IEnumerable<StoredFigures> _figures;
    private readonly TimeProvider _time;
    private readonly ILogger<ReadStoredFigures> _logger;
    private long _readAt;

    public ReadStoredFigures(Store store, IEnumerable<StoredFigures> figures, TimeProvider time, HubMeter hub, ILogger<ReadStoredFigures> logger)
    {
        _store = store;
        _figures = figures;
        _time = time;
        _logger = logger;
        _readAt = time.GetTimestamp();
        hub.Meter.CreateObservableGauge("bex.figures.age", () => time.GetElapsedTime(Interlocked.Read(ref _readAt)).TotalSeconds, "s",
            "Time since the figures that come from the store were last read, all of them; 15 s apart when all is well.");
    }

    /// <summary>False once a round has failed, until one succeeds.</summary>
    public bool Succeeded { get; private set; } = true;

    /// <summary>One round. A slice whose figures cannot be read does not keep the others from theirs; it is thrown when all have had their turn.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        List<Exception> faults = [];
        foreach (StoredFigures figures in _figures)
        {
            try
            {
                await _store.ReadAsync((connection, transaction) =>
                {
                    figures.Read(connection, transaction);
                    return true;
                }, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                faults.Add(new InvalidOperationException($"Figures of {figures.Name}: {exception.Message}", exception));
            }
        }
        if (faults.Count > 0)
        {
            throw new AggregateException(faults);
        }
        Interlocked.Exchange(ref _readAt, _time.GetTimestamp());
        Succeeded = true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period, _time);
        do
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                if (Succeeded)
                {
                    _logger.LogWarning(HubEvents.FiguresNotRead, exception, "Figures could not be read from the store; each round tries again.");
                }
                Succeeded = false;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
