using BlacklistExchange.Agent.Events;
using BlacklistExchange.Agent.Outbox;
using BlacklistExchange.Agent.Reports;
using BlacklistExchange.Agent.Watch;

namespace BlacklistExchange.Agent;

/// <summary>
/// Of all agents of one profile and list on one machine, one drains the outbox, delivers events, follows the list and renews reports: whoever holds the lock beside the database.
/// The kernel lets go of it when its holder ends, however it ends, and the next takes over within a second.
/// </summary>
internal sealed class SoleWorker(AgentSettings settings, DrainOutbox drain, DeliverEvents deliver, FollowList follow, RenewReports renew, TimeProvider time, ILogger<SoleWorker> log) : BackgroundService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(5);

    private readonly string _path = Path.Combine(settings.Profile, "agent", settings.List + ".lock");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using FileStream alone = await WaitAsync(stoppingToken);
            log.LogInformation("This agent drains the outbox of the profile.");
            await Task.WhenAll(LastAsync(drain.RunAsync, stoppingToken), LastAsync(deliver.RunAsync, stoppingToken), LastAsync(follow.RunAsync, stoppingToken), LastAsync(renew.RunAsync, stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The file is closed, and another agent may have it.
        }
    }

    private async Task<FileStream> WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(_path, new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                });
            }
            catch (IOException)
            {
                await Task.Delay(LookAgain, time, cancellationToken);
            }
        }
    }

    /// <summary>A fault in one duty, above all a disk that is full, must end neither it nor the others.</summary>
    private async Task LastAsync(Func<CancellationToken, Task> duty, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await duty(cancellationToken);
                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The type and place alone: a message might hold what was kept.
                log.LogError("The worker goes on after a fault: {Exception} {Place}", exception.GetType(), exception.StackTrace);
                await Task.Delay(AfterFault, time, cancellationToken);
            }
        }
    }
}
