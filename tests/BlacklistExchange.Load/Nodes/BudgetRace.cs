using System.Text.Json;
using BlacklistExchange.Client;
using BlacklistExchange.Client.Hub;
using BlacklistExchange.Load.Calls;
using BlacklistExchange.Load.Preparing;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.OperatorConsole;

namespace BlacklistExchange.Load.Nodes;

/// <summary>One member spends one budget at three nodes at once.</summary>
internal static class BudgetRace
{
    private const int Group = 4;
    private const int Granted = 100;
    private const int Asked = 3 * Granted;
    private const string Entity = "racing";

    private sealed record Answer(int Node, EvaluateResponse? Granted, Problem? Refused);

    public static async Task<string> RunAsync(ThreeNodes nodes, string profiles, CancellationToken cancellationToken)
    {
        using OperatorClient console = nodes.Console();
        ExchangeProfile racer = (await new Enrolling(console, Preparation.List) { Declared = false }.MembersAsync(profiles, "racer-", 1, Entity, cancellationToken))[0];
        await console.PostAsync("budgets", new SetBudgetRequest(Preparation.List, LoadTarget.KindName, "a race", Entity, Burst: Asked * Group, Day: Asked * Group, Epoch: Granted * Group),
            MembersJson.Default.SetBudgetRequest, MembersJson.Default.BudgetsResponse, cancellationToken);
        using LoadMember member = new(racer, Preparation.List);
        (uint epoch, JointKey key) = await member.EpochAsync((byte)LoadTarget.Kind, cancellationToken);
        using BlindedBatch batch = new VoprfClient(key).Blind(Phones.Canonical(0, Group));
        string elements = WireText.Of(batch.BlindedElements.Span);
        DirectWay[] ways = [.. nodes.Hubs.Select(hub => new DirectWay(racer, hub.Addresses.Member))];
        try
        {
            // Connected before the race begins, or the node that shakes hands first has it to itself.
            await Task.WhenAll(ways.Select(way => way.AskAsync(Routes.Budget, null, WireJson.Default.BudgetResponse, cancellationToken)));
            Answer[] answers = await Task.WhenAll(Enumerable.Range(0, Asked).Select(index => Task.Run(() => AskAsync(ways, index % ways.Length, Body(epoch, elements), cancellationToken))));
            Answer[] granted = [.. answers.Where(static answer => answer.Granted is not null)];
            Check(answers, granted, batch);
            foreach (DirectWay way in ways)
            {
                await EmptyAsync(way, epoch, cancellationToken);
            }
            return $"{Asked} requests of {Group} units at three nodes at once for {Granted * Group} units: {granted.Length} granted "
                + $"({string.Join(" + ", granted.GroupBy(static answer => answer.Node).OrderBy(static node => node.Key).Select(static node => node.Count()))}) and their proofs verified, {Asked - granted.Length} refused as budget-exhausted, 0 left at each node";
        }
        finally
        {
            Array.ForEach(ways, static way => way.Dispose());
        }
    }

    private static byte[] Body(uint epoch, string elements) =>
        JsonSerializer.SerializeToUtf8Bytes(EvaluateCalls.Request(Preparation.List, epoch, Guid.NewGuid(), elements), WireJson.Default.EvaluateRequest);

    private static void Check(Answer[] answers, Answer[] granted, BlindedBatch batch)
    {
        Broken.Unless(granted.Length == Granted, $"{granted.Length} requests were granted; the budget is for {Granted}.");
        Broken.Unless(granted.All(static answer => answer.Granted!.Charged == Group), "A granted request was charged something else than its units.");
        string[] others = [.. answers.Where(static answer => answer.Granted is null && !(answer.Refused!.Type == Problem.TypePrefix + "budget-exhausted" && answer.Refused.Counter == "epoch"))
            .Select(static answer => $"{answer.Refused!.Type} {answer.Refused.Counter} {answer.Refused.Detail}").Distinct()];
        Broken.Unless(others.Length == 0, $"Requests were refused otherwise than by the epoch's budget: {string.Join("; ", others)}");
        foreach (EvaluateResponse answer in granted.Select(static answer => answer.Granted!))
        {
            // Throws when the proof does not verify.
            batch.Finalize([new HolderAnswer(checked((ushort)answer.Holder), WireText.Bytes(answer.Groups[0].Elements), WireText.Bytes(answer.Groups[0].Proof))], new byte[batch.Count * Ciphersuite.Ristretto255Sha512.OutputSize]);
        }
    }

    /// <summary>A hub that asks to come again has charged nothing; the same bytes go to the same node.</summary>
    private static async Task<Answer> AskAsync(DirectWay[] ways, int node, byte[] body, CancellationToken cancellationToken)
    {
        while (true)
        {
            (EvaluateResponse? answer, Problem? problem) = await ways[node].AskAsync(Routes.Evaluate, body, WireJson.Default.EvaluateResponse, cancellationToken);
            if (problem is null || !HubFailure.IsPassing((System.Net.HttpStatusCode)problem.Status, problem))
            {
                return new Answer(node, answer, problem);
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }

    private static async Task EmptyAsync(DirectWay way, uint epoch, CancellationToken cancellationToken)
    {
        (BudgetResponse? budget, Problem? problem) = await way.AskAsync(Routes.Budget, null, WireJson.Default.BudgetResponse, cancellationToken);
        Broken.Unless(budget is not null, $"The budget is not told: {problem?.Type}.");
        BudgetCounter total = budget!.Budgets.Single(line => line.List == Preparation.List && line.Kind == LoadTarget.KindName && line.Epoch == epoch).EpochTotal;
        Broken.Unless(total is { Limit: Granted * Group, Remaining: 0 }, $"A node says that {total.Remaining} of {total.Limit} units are left.");
    }
}
