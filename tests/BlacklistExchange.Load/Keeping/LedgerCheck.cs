using System.Security.Cryptography;
using BlacklistExchange.Client;
using BlacklistExchange.Client.Hub;
using BlacklistExchange.Client.Vault;
using BlacklistExchange.Load.Calls;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Load.Keeping;

/// <summary>
/// Compares a ledger with the hub, over the member port. A report is there when its very bytes, sent again, bring its very receipt: a hub that had lost it would take it anew, and say so with another
/// hour of acceptance. A charge is there when its request, sent again, costs nothing; all charges are there once when the budget has lost what was answered, and at most once what is in doubt.
/// </summary>
internal sealed class LedgerCheck(LedgerBook book, IReadOnlyList<LoadMember> members, TimeProvider time, LedgerVerdict verdict)
{
    /// <summary>A request can be sent again for fifteen minutes; one less, since this takes time too.</summary>
    private const long Repeatable = 14 * 60;

    /// <summary>Of the answered evaluations, how many are sent again: the newest, which a loss would take first.</summary>
    private const int AskedAgain = 1_000;
    private const int AtOnce = 8;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ReportsAsync(cancellationToken);
        await ChargesAsync(cancellationToken);
    }

    private async Task ReportsAsync(CancellationToken cancellationToken)
    {
        verdict.ReportsAcknowledged = book.Reports.Values.Count(static report => report.Acknowledged);
        verdict.ReportsInDoubt = book.Reports.Count - verdict.ReportsAcknowledged;
        int found = 0;
        await EachAsync(book.Reports.Values, async report =>
        {
            string receipt = WireText.Of(SHA256.HashData(await SendAsync(report, cancellationToken)));
            if (report.Acknowledged)
            {
                bool same = receipt == report.Receipt;
                verdict.Unless(same, $"report {report.Id} of {report.Member}: acknowledged, and now it has another receipt: it was lost, and is a new one");
                Interlocked.Add(ref found, same ? 1 : 0);
            }
        }, cancellationToken);
        verdict.ReportsFound = found;
    }

    private async Task<byte[]> SendAsync(Operation report, CancellationToken cancellationToken)
    {
        LoadMember member = MemberOf(report);
        ReportResponse answer;
        if (report.Content is { } body)
        {
            answer = await member.Sdk.Hub.ReportAsync(WireText.Bytes(body), cancellationToken);
        }
        else
        {
            using VaultedReport vaulted = member.Sdk.Vault.Read(report.Id) ?? throw new NotMeasuredException($"The vault of {report.Member} does not hold report {report.Id}; the profiles are others than the load program had.");
            answer = await member.Sdk.Hub.ReportAsync(vaulted.Body, cancellationToken);
        }

        return WireText.Bytes(answer.Receipt.Payload);
    }

    private async Task ChargesAsync(CancellationToken cancellationToken)
    {
        List<Operation> answered = [.. book.Charges.Values.Where(static charge => charge.Acknowledged)];
        List<Operation> inDoubt = [.. book.Charges.Values.Where(static charge => !charge.Acknowledged)];
        verdict.ChargesAcknowledged = answered.Count;
        verdict.ChargesInDoubt = inDoubt.Count;
        verdict.UnitsAcknowledged = answered.Sum(static charge => charge.Units);
        verdict.UnitsSpent = await SpentAsync(cancellationToken);
        long doubted = inDoubt.Sum(static charge => charge.Units);
        verdict.Unless(verdict.UnitsSpent >= verdict.UnitsAcknowledged, $"{verdict.UnitsSpent} units are gone from the budget, and {verdict.UnitsAcknowledged} were charged and answered: the budget has grown");
        verdict.Unless(verdict.UnitsSpent <= verdict.UnitsAcknowledged + doubted, $"{verdict.UnitsSpent} units are gone from the budget; {verdict.UnitsAcknowledged} were answered and {doubted} are in doubt: something was charged twice");
        long again = await AgainAsync(answered, inDoubt, cancellationToken);
        long after = await SpentAsync(cancellationToken);
        verdict.Unless(after == verdict.UnitsSpent + again, $"{after - verdict.UnitsSpent} units went when requests were sent again, and the answers said {again}");
    }

    /// <summary>Sends again what the hub still knows; returns the units that this cost, which only what is in doubt may.</summary>
    private async Task<long> AgainAsync(List<Operation> answered, List<Operation> inDoubt, CancellationToken cancellationToken)
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        Operation[] again = [.. answered.OrderByDescending(static charge => charge.SentAt).Take(AskedAgain).Concat(inDoubt).Where(charge => now - charge.SentAt < Repeatable)];
        verdict.ChargesAskedAgain = again.Length;
        long cost = 0;
        int kept = 0;
        await EachAsync(again, async charge =>
        {
            long charged = await ChargedAsync(charge, cancellationToken);
            Interlocked.Add(ref cost, charged);
            verdict.Unless(charged == 0 || !charge.Acknowledged, $"evaluation {charge.Id} of {charge.Member}: answered, and now it is charged as a new one: its charge was lost");
            verdict.Unless(charged == 0 || charged == charge.Units, $"evaluation {charge.Id} of {charge.Member}: charged {charged} units for {charge.Units}");
            Interlocked.Add(ref kept, charged == 0 && !charge.Acknowledged ? 1 : 0);
        }, cancellationToken);
        verdict.ChargesInDoubtKept = kept;
        return cost;
    }

    private async Task<long> ChargedAsync(Operation charge, CancellationToken cancellationToken)
    {
        HubApi hub = MemberOf(charge).Sdk.Hub;
        try
        {
            return (await hub.EvaluateAsync(hub.AddressOf(""), EvaluateCalls.Request(book.List, book.Epoch, charge.Id, charge.Content!), cancellationToken)).Charged;
        }
        catch (HubRefusedException refused) when (refused.Problem.Type.EndsWith(":request-spent", StringComparison.Ordinal))
        {
            // It was answered again as often as it may be: the hub knows it.
            return 0;
        }
    }

    private async Task<long> SpentAsync(CancellationToken cancellationToken)
    {
        LoadMember member = book.Charges.Count > 0 ? MemberOf(book.Charges.Values.First()) : members[0];
        return await member.SpentAsync(LoadTarget.KindName, book.Epoch, cancellationToken) - book.SpentBefore;
    }

    private LoadMember MemberOf(Operation operation) => members.FirstOrDefault(member => member.Slug == operation.Member)
        ?? throw new NotMeasuredException($"The ledger tells of member '{operation.Member}', and there is no profile of it: name the folder that the load program had.");

    private static async Task EachAsync(IEnumerable<Operation> operations, Func<Operation, Task> check, CancellationToken cancellationToken) =>
        await Parallel.ForEachAsync(operations, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (operation, _) => await check(operation));
}
