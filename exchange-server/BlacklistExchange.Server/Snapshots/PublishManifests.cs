using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Restoration;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>The schedule: each second the node that builds asks which lists are due, and builds those, and the others look at what it published; a list that fails does not keep the others waiting.</summary>
internal sealed class PublishManifests(Store store, Builder builder, VerifyFiles verify, RestoredState restored, ClockGuard clock, BuildManifest build, WithdrawFiles withdraw, Publications publications, HubOptions options,
    TimeProvider time, ILogger<PublishManifests> logger) : BackgroundService
{
    private const int RoundsPerWithdrawal = 10;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private long _verified;

    /// <summary>Returns, and so lets the ports open, when every file that will be served has been read. A node that does not build touches no file.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await builder.StandAsync(cancellationToken) && !restored.IsReadOnly)
        {
            await VerifyAsync(cancellationToken);
        }
        else
        {
            await GuardAsync(null, () => FollowAsync(cancellationToken));
        }
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period, time);
        for (int round = 0; ; round++)
        {
            await RoundAsync(round, stoppingToken);
            if (!await timer.WaitForNextTickAsync(stoppingToken))
            {
                return;
            }
        }
    }

    /// <summary>One look: the builder of a hub that takes changes builds, every other node follows.</summary>
    internal Task RoundAsync(int round, CancellationToken cancellationToken) =>
        GuardAsync(null, () => builder.Term is null || restored.IsReadOnly ? FollowAsync(cancellationToken) : BuildAsync(round, cancellationToken));

    private async Task BuildAsync(int round, CancellationToken cancellationToken)
    {
        if (builder.Term != _verified)
        {
            await VerifyAsync(cancellationToken);
        }
        // A manifest of a time that is not would be refused by members, or pass for fresh later; and files are not withdrawn by a clock that jumped.
        if (!clock.IsSound)
        {
            return;
        }
        await BuildDueAsync(cancellationToken);
        if (round % RoundsPerWithdrawal == 0)
        {
            await withdraw.RunAsync(cancellationToken);
        }
    }

    private async Task VerifyAsync(CancellationToken cancellationToken)
    {
        long term = builder.Require();
        await verify.RunAsync(cancellationToken);
        _verified = term;
    }

    /// <summary>What the builder has published, for readiness and metrics.</summary>
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ManifestSql.ManifestRow> newest = await store.ReadAsync(ManifestSql.NewestOfAll, cancellationToken);
        foreach (ManifestSql.ManifestRow row in newest)
        {
            publications.Followed(row.List, BuildManifest.Read(row));
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
        catch (NotBuilderException)
        {
            // The log said so when the term was lost; this node follows from the next round.
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
