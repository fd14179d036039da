using System.Globalization;
using BlacklistExchange.Client;
using BlacklistExchange.Load.Calls;
using BlacklistExchange.Load.Hub;
using BlacklistExchange.Load.Keeping;
using BlacklistExchange.Load.Measuring;
using BlacklistExchange.Load.Preparing;
using BlacklistExchange.Load.Verbs;
using BlacklistExchange.Server.OperatorConsole;

namespace BlacklistExchange.Load.Running;

/// <summary>One run of the load program from its order to its outcome.</summary>
internal static class Pressing
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static async Task<Outcome> RunAsync(Order order, Action<string> tell, CancellationToken cancellationToken)
    {
        if (order.Profiles is { } profiles)
        {
            return await PressAsync(order, profiles, order.Ledger, scrape: null, tell, cancellationToken);
        }

        await using HubProcess hub = await HubProcess.StartAsync(cancellationToken);
        string made = hub.At("profiles");
        using (OperatorClient console = OperatorClient.Open(new Uri(hub.Addresses.Operator), hub.OperatorFolder))
        {
            await Preparation.RunAsync(console, made, order.Members, order.Entries, hub: null, cancellationToken);
        }

        string ledger = order.Ledger ?? hub.At("ledger");
        using HubScrape scrape = new(new Uri(hub.Addresses.Operator), hub.OperatorFolder);
        Outcome outcome = await PressAsync(order, made, ledger, scrape, tell, cancellationToken);
        tell("  comparing the ledger with the hub");
        LedgerVerdict verdict = await VerifyCommand.RunAsync([ledger], made, hub.Data.Path, CancellationToken.None);
        return outcome with { Verdict = verdict, Faults = hub.Faults };
    }

    private static async Task<Outcome> PressAsync(Order order, string profiles, string? ledgerPath, HubScrape? scrape, Action<string> tell, CancellationToken cancellationToken)
    {
        (IReadOnlyList<ExchangeProfile> members, IReadOnlyList<ExchangeProfile> callers) = Preparation.Open(profiles);
        await using Ledger? ledger = ledgerPath is null ? null : Ledger.Create(ledgerPath, TimeProvider.System);
        using LoadTarget target = await LoadTarget.OpenAsync(members, callers, Preparation.List, ledger, cancellationToken);
        using TemporaryFolder folder = new();
        ICalls calls = order.Scenario.Prepare(target, folder);
        await using IAsyncDisposable? held = calls as IAsyncDisposable;
        using RepeatCount repeats = new();
        double? capacity = order.Share is null ? null : await Capacity.FindAsync(calls, Math.Max(4, order.Streams * 2), (streams, perSecond) =>
            tell(string.Create(CultureInfo.InvariantCulture, $"  {streams,4} at once: {perSecond:0.0} a second")), cancellationToken);
        LoadPlan plan = new(order.Streams, WarmUp, order.Length) { Rate = capacity * order.Share ?? order.Rate };
        long before = repeats.Value;
        await using MemoryWatch? watch = scrape is null ? null : new MemoryWatch(scrape, TimeSpan.FromSeconds(Math.Clamp(order.Length.TotalSeconds / 120, 1, 10)));
        LoadResult result = await LoadRun.RunAsync(calls, plan, scrape: null, progress => tell(string.Create(CultureInfo.InvariantCulture,
            $"  {progress.Elapsed.TotalSeconds,6:0} s  {progress.PerSecond,8:0.0} a second  {progress.Failed,6} failed")), cancellationToken);
        return new Outcome(result)
        {
            Capacity = capacity, Rate = plan.Rate, Repeats = repeats.Value - before, Memory = watch is null ? [] : [.. watch.WorkingSet], Heap = watch is null ? [] : [.. watch.Heap],
        };
    }
}
