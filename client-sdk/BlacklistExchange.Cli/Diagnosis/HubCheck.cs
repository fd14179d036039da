using BlacklistExchange.Cli.Queries;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Cli.Diagnosis;

/// <summary>What the hub says to this member: clock, membership, list, budget; and what waits in the vault.</summary>
internal static class HubCheck
{
    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan OldList = TimeSpan.FromMinutes(30);

    public static async Task<Finding> ClockAsync(ExchangeProfile profile, CliEnvironment environment, CancellationToken cancellationToken)
    {
        DateTimeOffset before = environment.Time.GetUtcNow();
        try
        {
            ListsResponse lists = await ExchangeClient.DiscoverListsAsync(profile, environment.Time, cancellationToken);
            DateTimeOffset middle = before + (environment.Time.GetUtcNow() - before) / 2;
            TimeSpan skew = middle - DateTimeOffset.FromUnixTimeSeconds(lists.Time);
            return skew.Duration() > MostSkew
                ? Finding.Attention("clock", $"this machine is {Math.Abs((int)skew.TotalSeconds)} s {(skew > TimeSpan.Zero ? "ahead of" : "behind")} the hub", "set this machine's clock (NTP); a list then looks stale or not yet issued")
                : Finding.Well("clock", $"within {Math.Max(1, Math.Abs((int)skew.TotalSeconds))} s of the hub; the hub knows this member");
        }
        catch (ExchangeException exception)
        {
            return OfException("hub", exception);
        }
    }

    public static async Task<IReadOnlyList<Finding>> LookAsync(ExchangeClient client, CliEnvironment environment, CancellationToken cancellationToken)
    {
        List<Finding> findings = [Vault(client)];
        SyncReport sync = await client.SyncAsync(cancellationToken);
        TimeSpan? age = environment.Time.GetUtcNow() - sync.IssuedAt;
        if (sync.Failure is { } failure)
        {
            findings.Add(OfException("list", failure) with { What = $"{failure.Message} {(age is null ? "There is no local list." : $"The local list is {SingleQuery.Age(age.Value)} old.")}" });
        }
        else
        {
            findings.Add(age > OldList
                ? Finding.Attention("list", $"the hub's newest list is {SingleQuery.Age(age.Value)} old", "a hub signs anew every ten minutes: tell the operator")
                : Finding.Well("list", $"{client.List}, sequence {sync.Sequence}, {SingleQuery.Age(age ?? TimeSpan.Zero)} old, {sync.Entries} entries"));
        }
        findings.Add(await BudgetAsync(client, cancellationToken));
        return findings;
    }

    private static Finding Vault(ExchangeClient client)
    {
        IReadOnlyList<Guid> ids = client.GetReportIds();
        int open = ids.Count(id => client.GetReceipt(id) is null);
        return open == 0 ? Finding.Well("vault", $"{ids.Count} reports, all with receipts")
            : Finding.Attention("vault", $"{open} of {ids.Count} reports have no receipt", "send them again with 'bex renew', or report the case file again; a refused case needs a new case_id");
    }

    private static async Task<Finding> BudgetAsync(ExchangeClient client, CancellationToken cancellationToken)
    {
        try
        {
            BudgetResponse budget = await client.GetBudgetAsync(cancellationToken);
            string[] low = [.. budget.Budgets.Where(one => one.List == client.List && (IsLow(one.Day) || IsLow(one.EpochTotal))).Select(static one => $"{one.Kind} ({one.Day.Remaining} today, {one.EpochTotal.Remaining} in epoch {one.Epoch})")];
            return low.Length == 0 ? Finding.Well("budget", "more than a tenth is left of every budget")
                : Finding.Attention("budget", $"nearly spent: {string.Join(", ", low)}", "the day begins anew at 00:00 UTC; for more in the epoch ask the operator for a grant");
        }
        catch (ExchangeException exception)
        {
            return OfException("budget", exception);
        }
    }

    private static bool IsLow(BudgetCounter counter) => counter.Remaining * 10 < counter.Limit;

    private static Finding OfException(string subject, ExchangeException exception) => exception switch
    {
        CertificateRefusedException => Finding.Broken(subject, exception.Message, "ask the operator whether this member is suspended, revoked or not enrolled; renew the certificate if it expired", ExitCode.Refused),
        HubUntrustedException => Finding.Broken(subject, exception.Message, "nothing of it was used; tell the operator", ExitCode.Network),
        HubUnreachableException => Finding.Broken(subject, exception.Message, "look at the findings above; if they are well, ask the operator whether the hub is up", ExitCode.Network),
        ListStorageException or VaultException or ProfileException => Finding.Broken(subject, exception.Message, "make room, or give the profile's folder back to its owner", ExitCode.Profile),
        _ => Finding.Broken(subject, exception.Message, "ask the operator", ExitCode.Refused),
    };
}
