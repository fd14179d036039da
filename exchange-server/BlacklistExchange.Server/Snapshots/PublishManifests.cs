using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>The schedule: each second it asks which lists are due, and builds those; a list that fails does not keep the others waiting.</summary>
internal sealed class PublishManifests(Store store, VerifyFiles verify, BuildManifest build, WithdrawFiles withdraw, Publications publications, HubOptions options,
    TimeProvider time, ILogger<PublishManifests> logger) : BackgroundService
{
    private const int RoundsPerWithdrawal = 10;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Returns, and so lets the ports open, when every file that will be served has been read.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await verify.RunAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period, time);
        for (int round = 0; ; round++)
        {
            await GuardAsync(null, () => BuildDueAsync(stoppingToken));
            if (round % RoundsPerWithdrawal == 0)
            {
                await GuardAsync(null, () => withdraw.RunAsync(stoppingToken));
            }
            if (!await timer.WaitForNextTickAsync(stoppingToken))
            {
                return;
            }
        }
    }

    private async Task BuildDueAsync(CancellationToken cancellationToken)
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        IReadOnlyList<LiveList> lists = await store.ReadAsync((connection, transaction) => (IReadOnlyList<LiveList>)
            [.. PublishedSql.Lists(connection, transaction).Select(list => PublishedSql.Live(connection, transaction, list, now)).OfType<LiveList>()], cancellationToken);
        foreach (LiveList list in lists.Where(list => DueRules.IsDue(list, publications.Of(list.Name), now, options.Policy)))
        {
            await GuardAsync(list.Name, () => build.RunAsync(list.Name, always: false, cancellationToken));
        }
    }

    /// <summary>Whatever goes wrong is loud and tried again: the schedule itself must outlive every fault, or lists would silently grow old.</summary>
    private async Task GuardAsync(string? list, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (SnapshotBuildException exception)
        {
            logger.LogCritical(HubEvents.SnapshotFailed, exception, "List {List}: its files cannot be built; the manifest stays as it is. {Fault}", list, exception.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(HubEvents.SnapshotFailed, exception, "Files of {List} could not be built or withdrawn; the next round tries again.", list ?? "lists");
        }
    }
}
