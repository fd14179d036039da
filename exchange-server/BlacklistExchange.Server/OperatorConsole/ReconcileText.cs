using System.Globalization;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.Reconciliation;
using BlacklistExchange.Server.Restoration;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>What a reconciliation does, or would do, for people: 80 columns.</summary>
internal static class ReconcileText
{
    private const string AllOthers = "any other";

    private const string Next = """

        The hub takes changes again. Next:

          Open budgets; what you open comes on top of what was spent before the loss:
            bex-hub budget set --list L --kind K --hub-wide UNITS --reason …
            bex-hub budget grant ENTITY --list L --kind K --units U --until … --reason …
          Ask every member to send again what it reported after the backup:
            bex report --resend
          Do again what operators did after it: members and keys, entities, lists and
          epochs, acts and disputes, declared volumes, limits and grants.
          Build the files now, and look at what was restored:
            bex-hub snapshot build
            bex-hub fsck
        """;

    public static string Of(ReconcileResponse reconciled)
    {
        TextTable lists = new TextTable("LIST", ">MANIFEST HERE", ">NEXT ONE", ">EPOCH HERE", ">NEXT ONE").Rows(reconciled.Lists, static list =>
            [list.List == RestorationSql.AnyList ? AllOthers : list.List, None(list.Sequence), list.NextSequence, None(list.Epoch), list.NextEpoch]);
        return string.Create(CultureInfo.InvariantCulture, $"""
            The backup was taken {Time(reconciled.TakenAt)} and restored {Time(reconciled.RestoredAt)} (UTC).

            {lists.ToString().TrimEnd()}

            {Prose.Wrap(Spent(reconciled.Done, reconciled.Spent))}
            {Prose.Wrap($"{(reconciled.Done ? "Revoked" : "Would be revoked")}: {(reconciled.Revoked.Count == 0 ? "nobody" : string.Join(", ", reconciled.Revoked))}.")}
            {(reconciled.Done ? Next : "")}
            """);
    }

    private static string Spent(bool done, SpentBudgets spent) => string.Create(CultureInfo.InvariantCulture,
        $"{(done ? "Spent now" : "Would be spent")}: {spent.Day:N0} budgets of the day, {spent.Epoch:N0} of live epochs, {spent.HubWide:N0} of all members together, {spent.Grants:N0} grants.")
        + (spent.KeysAtMargin == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {spent.KeysAtMargin:N0} keys may have done as much as is safe: open new epochs."));

    private static object? None(long number) => number == 0 ? null : number;

    private static string Time(long at) => DateTimeOffset.FromUnixTimeSeconds(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
