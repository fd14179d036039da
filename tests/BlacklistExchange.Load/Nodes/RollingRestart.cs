using System.Diagnostics;
using System.Globalization;
using BlacklistExchange.Load.Calls;
using BlacklistExchange.Load.Hub;
using BlacklistExchange.Load.Keeping;
using BlacklistExchange.Load.Preparing;
using BlacklistExchange.Load.Running;
using BlacklistExchange.Load.Verbs;
using BlacklistExchange.Server.OperatorConsole;

namespace BlacklistExchange.Load.Nodes;

/// <summary>
/// The nodes are restarted one after the other under the mixed load, and a member's certificate is renewed meanwhile: no operation fails, and nothing that was acknowledged is lost or
/// there twice.
/// </summary>
internal static class RollingRestart
{
    private const int Members = 4;
    private const int Entries = 1_000;
    private const int Streams = 16;
    private const int PerSecond = 25;

    public static async Task<string> RunAsync(ThreeNodes nodes, string profiles, CancellationToken cancellationToken)
    {
        using (OperatorClient console = nodes.Console())
        {
            await Preparation.RunAsync(console, profiles, Members, Entries, hub: null, cancellationToken);
        }
        string ledger = nodes.First.At("ledger");
        string renewed = Path.Combine(profiles, $"{Preparation.MemberPrefix}0");
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        TaskCompletionSource measuring = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Order order = new(Scenario.Of("mixed"), Streams, TimeSpan.FromHours(1)) { Rate = PerSecond, Profiles = profiles, Ledger = ledger };
        Task<Outcome> load = Pressing.RunAsync(order, _ => measuring.TrySetResult(), enough.Token);
        string restarts;
        long revoked;
        try
        {
            // Told for the first time when it counts: what fails while it warms up would not be seen.
            await await Task.WhenAny(measuring.Task, load);
            (restarts, revoked) = await RestartAsync(nodes, renewed, cancellationToken);
        }
        finally
        {
            await enough.CancelAsync();
            await Task.WhenAny(load);
        }
        Outcome outcome = await load;
        Broken.Unless(outcome.Result.Failed == 0, $"Operations failed ({restarts}):\n{outcome.ToText()}\n{outcome.Result.FailureText}");
        Broken.Unless(nodes.Balancer.Unserved == 0, $"{nodes.Balancer.Unserved} connections met a node that was said to be ready and was not there.");
        int since = CertificateRenewal.AcknowledgedSince(ledger, Path.GetFileName(renewed), revoked);
        Broken.Unless(since > 0, "The member whose key was revoked has done nothing since: its SDK did not take up the renewed one.");
        LedgerVerdict verdict = await VerifyCommand.RunAsync([ledger], profiles, nodes.First.Data.Path, cancellationToken);
        Broken.Unless(verdict.Kept, LedgerText.Of(verdict));
        return string.Create(CultureInfo.InvariantCulture, $"{outcome.Result.Done} operations in {outcome.Result.Seconds:0} s, 0 failed, {outcome.Repeats} requests sent again by the SDK, slowest ")
            + string.Create(CultureInfo.InvariantCulture, $"{outcome.Result.Milliseconds.Percentile(100) / 1000:0.0} s; {restarts}; a key renewed and revoked under way, {since} operations under the new one; ")
            + $"{verdict.ReportsFound} of {verdict.ReportsAcknowledged} reports under their receipts, {verdict.UnitsAcknowledged} units acknowledged and {verdict.UnitsSpent} spent";
    }

    private static async Task<(string Restarts, long Revoked)> RestartAsync(ThreeNodes nodes, string renewed, CancellationToken cancellationToken)
    {
        List<string> restarts = [await RestartAsync(nodes, 0, cancellationToken)];
        Task<string> second = RestartAsync(nodes, 1, cancellationToken);
        Task<long> renewal = CertificateRenewal.RunAsync(nodes.First, renewed, cancellationToken);
        await Task.WhenAll(second, renewal);
        restarts.Add(await second);
        restarts.Add(await RestartAsync(nodes, 2, cancellationToken));
        return (string.Join(", ", restarts), await renewal);
    }

    /// <summary>Returns when the node is ready again and has a connection of the load.</summary>
    private static async Task<string> RestartAsync(ThreeNodes nodes, int index, CancellationToken cancellationToken)
    {
        BalancedNode node = nodes.Balancer.Nodes[index];
        HubProcess hub = nodes.Hubs[index];
        long start = Stopwatch.GetTimestamp();
        int? code = await hub.StopAsync();
        Broken.Unless(code == 0, $"{node.Name} was told to stop and ended with {code?.ToString(CultureInfo.InvariantCulture) ?? "kill -9"}.");
        TimeSpan drained = Stopwatch.GetElapsedTime(start);
        int taken = node.Taken;
        await nodes.ServeAsync(index, cancellationToken);
        TimeSpan away = Stopwatch.GetElapsedTime(start);
        await ThreeNodes.UntilAsync(() => node.Taken > taken, $"a connection to {node.Name} after its restart", cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"{node.Name} stopped in {drained.TotalSeconds:0.0} s and ready after {away.TotalSeconds:0.0} s");
    }
}
