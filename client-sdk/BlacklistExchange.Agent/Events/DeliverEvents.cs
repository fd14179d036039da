using System.Security.Cryptography;
using BlacklistExchange.Agent.Storage;
using BlacklistExchange.Agent.Telemetry;

namespace BlacklistExchange.Agent.Events;

/// <summary>
/// The worker's second duty, with a webhook: posts one event after the other, each until it is taken. An event is removed after the receiver has said yes, so a stop
/// in between delivers it once more under the same sequence.
/// </summary>
internal sealed class DeliverEvents(EventLog events, WebhookPlace webhook, AgentMetrics metrics, TimeProvider time, ILogger<DeliverEvents> log)
{
    private const int Some = 64;

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        int failures = 0;
        while (webhook.Current is { } receiver)
        {
            IReadOnlyList<(long Sequence, byte[] Body)> some = events.After(0, Some);
            int taken = await DeliverAsync(receiver, some, cancellationToken);
            failures = taken == some.Count ? 0 : taken > 0 ? 1 : failures + 1;
            if (failures > 0)
            {
                TimeSpan pause = Pause.After(failures, LongestPause);
                log.LogWarning("Event {Sequence} was not taken; again in {Pause:0} seconds", some[taken].Sequence, pause.TotalSeconds);
                await Task.Delay(pause, time, cancellationToken);
            }
            else if (some.Count == 0)
            {
                await events.Bell.WaitAsync(LookAgain, cancellationToken);
            }
        }
    }

    /// <summary>Posts them in order up to the first that is not taken; returns how many were.</summary>
    private async Task<int> DeliverAsync(Webhook receiver, IReadOnlyList<(long Sequence, byte[] Body)> some, CancellationToken cancellationToken)
    {
        int taken = 0;
        foreach ((long sequence, byte[] body) in some)
        {
            string outcome = await receiver.PostAsync(sequence, body, cancellationToken);
            metrics.Posted(outcome);
            if (outcome != Webhook.Delivered)
            {
                break;
            }
            taken++;
            events.Remove(sequence);
            CryptographicOperations.ZeroMemory(body);
        }
        return taken;
    }
}
