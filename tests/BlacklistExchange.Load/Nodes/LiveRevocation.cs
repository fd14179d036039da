using System.Diagnostics;
using System.Globalization;
using BlacklistExchange.Client;
using BlacklistExchange.Load.Preparing;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.OperatorConsole;

namespace BlacklistExchange.Load.Nodes;

/// <summary>A member is revoked at one node while it has open connections to all: new requests are refused, and a connection on which nothing happens ends.</summary>
internal static class LiveRevocation
{
    private const int MostSeconds = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static async Task<string> RunAsync(ThreeNodes nodes, string profiles, CancellationToken cancellationToken)
    {
        ExchangeProfile leaver;
        using (OperatorClient console = nodes.Console())
        {
            leaver = (await new Enrolling(console, Preparation.List) { Declared = false }.MembersAsync(profiles, "leaver-", 1, "leaving", cancellationToken))[0];
        }
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        DirectWay[] busy = [.. nodes.Hubs.Select(hub => new DirectWay(leaver, hub.Addresses.Member))];
        DirectWay[] quiet = [.. nodes.Hubs.Select(hub => new DirectWay(leaver, hub.Addresses.Member))];
        try
        {
            foreach (DirectWay way in busy.Concat(quiet))
            {
                Broken.Unless(await IsServedAsync(way, cancellationToken), "A member is refused before it is revoked.");
            }
            Task<long>[] refused = [.. busy.Select(way => RefusedAsync(way, patience.Token))];
            await nodes.First.VerbAsync(cancellationToken, "member", "revoke", leaver.Bundle.Member, "--reports", "stand", "--reason", "nodes");
            long acknowledged = Stopwatch.GetTimestamp();
            patience.CancelAfter(TimeSpan.FromSeconds(6 * MostSeconds));
            List<string> seen = [];
            for (int index = 0; index < nodes.Hubs.Count; index++)
            {
                double refusal = Since(acknowledged, await refused[index].WaitAsync(patience.Token));
                double end = Since(acknowledged, await quiet[index].Ended.WaitAsync(patience.Token));
                string times = string.Create(CultureInfo.InvariantCulture, $"{nodes.Balancer.Nodes[index].Name} refuses after {refusal:0.00} s and has ended the quiet connection after {end:0.00} s");
                Broken.Unless(Math.Max(refusal, end) <= MostSeconds, $"More than {MostSeconds} s after the revocation was acknowledged: {times}.");
                seen.Add(times);
            }
            return string.Join(", ", seen);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WrongAnswerException($"{6 * MostSeconds} s after a member was revoked it is still served, or a connection of it is still open.");
        }
        finally
        {
            Array.ForEach([.. busy, .. quiet], static way => way.Dispose());
        }
    }

    /// <summary>What came before the operator had the answer counts as at once.</summary>
    private static double Since(long acknowledged, long moment) => Math.Max(0, Stopwatch.GetElapsedTime(acknowledged, moment).TotalSeconds);

    /// <summary>Asks on and on; when it was refused first.</summary>
    private static async Task<long> RefusedAsync(DirectWay way, CancellationToken cancellationToken)
    {
        while (await IsServedAsync(way, cancellationToken))
        {
            await Task.Delay(Pause, cancellationToken);
        }
        return Stopwatch.GetTimestamp();
    }

    /// <summary>A connection that was ended under the request is not served either; what is asked on the next one says why.</summary>
    private static async Task<bool> IsServedAsync(DirectWay way, CancellationToken cancellationToken)
    {
        try
        {
            (_, Problem? problem) = await way.AskAsync(Routes.Lists, null, WireJson.Default.ListsResponse, cancellationToken);
            Broken.Unless(problem is null || problem.Type == Problem.TypePrefix + "certificate-revoked", $"A revoked member is told {problem?.Type}.");
            return problem is null;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
