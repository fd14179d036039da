using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Lists;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Reports;

/// <summary>Decides whether a report is admitted. No I/O; the first refusal wins and names the field or item at fault (spec/protocol.md §7.1).</summary>
internal static class ReportRules
{
    /// <summary>Items that any member may report in a day, whatever it declared.</summary>
    public const long LeastDailyCap = 2_000;

    /// <summary>Oldest observation in months.</summary>
    public const int OldestMonths = 120;

    private const string RightsHolderRole = "rights-holder";
    private const long DeclaredQueriesPerItem = 10;
    private const long SecondsOfDay = 86400;

    /// <summary>The cap that follows from a member's declared volume: one item for ten declared queries, and never less than the floor.</summary>
    public static long DailyCap(long declaredPerDay) => Math.Max(LeastDailyCap, declaredPerDay / DeclaredQueriesPerItem);

    /// <summary>00:00 UTC of the day that holds <paramref name="now"/>.</summary>
    public static long DayStart(long now) => now - now % SecondsOfDay;

    /// <summary>The statement speaks of this exchange and of the member that sent it.</summary>
    public static Refusal? CheckParties(string exchange, Member member, string statementExchange, string statementMember)
    {
        if (statementExchange != exchange)
        {
            return new Refusal(ProblemTypes.StatementMismatch, $"The statement names another exchange than this one, '{exchange}'.") { Field = SignedPayload.PayloadField };
        }
        return statementMember == member.Slug ? null
            : new Refusal(ProblemTypes.StatementMismatch, $"The statement names another member than the one whose certificate sent it, '{member.Slug}'.") { Field = SignedPayload.PayloadField };
    }

    /// <summary>The list is there for this member, and the epoch is its newest.</summary>
    public static Refusal? CheckEpoch(string list, uint epoch, Member member, ReportSetting? setting)
    {
        if (setting is null || !PurposeRules.MayUse(setting.Sectors, member.Role, member.Sector))
        {
            return new Refusal(ProblemTypes.StatementMismatch, "The statement names a list that does not exist or is not open to your sector.") { Field = SignedPayload.PayloadField };
        }
        return setting.NewestEpoch == epoch ? null : new Refusal(ProblemTypes.EpochNotCurrent, setting.NewestEpoch is { } newest
            ? $"The newest live epoch of '{list}' is {newest}, not {epoch}. Fetch the epochs, evaluate again under {newest} and sign a new statement."
            : $"The list '{list}' has no live epoch now. Try again when the operator has opened one.") { Field = SignedPayload.PayloadField };
    }

    /// <summary>Policy version, month and evidence make sense, and policy lets this member report these kinds.</summary>
    public static Refusal? CheckContent(ReportStatement statement, Member member, ReportSetting setting, DateTimeOffset now)
    {
        Month present = Month.Of(now);
        if (statement.PolicyVersion == 0 || statement.PolicyVersion > setting.PolicyVersion)
        {
            return new Refusal(ProblemTypes.PolicyVersionUnknown, $"The list's policy is at version {setting.PolicyVersion}; the statement names {statement.PolicyVersion}.") { Field = SignedPayload.PayloadField };
        }
        if (statement.Observed > present || statement.Observed.Number + OldestMonths < present.Number)
        {
            return new Refusal(ProblemTypes.MonthOutOfRange, $"The observed month must lie between {OldestMonths / 12} years ago and now, {present} (UTC).") { Field = SignedPayload.PayloadField };
        }
        if (member.Role == RightsHolderRole && statement.EvidenceType is EvidenceType.PlatformAdjudication or EvidenceType.AlgorithmicDetection)
        {
            return new Refusal(ProblemTypes.EvidenceNotAllowed, "A rights holder does not adjudicate on a platform: report the notice, the purchase or the decision.") { Field = SignedPayload.PayloadField };
        }
        for (int index = 0; index < statement.Items.Count; index++)
        {
            if (CheckKind(statement.Items[index].Kind, member, setting) is { } refusal)
            {
                return refusal with { Index = index };
            }
        }
        return null;
    }

    /// <summary>Every item's commitment opens with the tag that the hub derived itself, and no entry is named twice.</summary>
    public static Refusal? CheckItems(ReportStatement statement, IReadOnlyList<ItemSecret> secrets)
    {
        if (secrets.Count != statement.Items.Count)
        {
            return new Refusal(ProblemTypes.StatementMismatch, $"The statement has {statement.Items.Count} items, the request {secrets.Count}: send one entry key and salt for each, in the same order.") { Field = "items" };
        }
        Dictionary<(byte Kind, Tag Tag), int> seen = [];
        for (int index = 0; index < secrets.Count; index++)
        {
            ReportItem item = statement.Items[index];
            byte[] commitment = ReportCommitments.Item(secrets[index].Salt, secrets[index].Tag, item.Kind, item.Evidence);
            if (!CryptographicOperations.FixedTimeEquals(commitment, item.Commitment))
            {
                return new Refusal(ProblemTypes.CommitmentMismatch, "The item's commitment does not open with this entry key and salt: they belong to another item, epoch or statement.") { Field = $"items[{index}]", Index = index };
            }
            if (!seen.TryAdd((item.Kind, secrets[index].Tag), index))
            {
                return new Refusal(ProblemTypes.DuplicateItem, $"The item names the same identifier as item {seen[(item.Kind, secrets[index].Tag)]}. Name each once.") { Field = $"items[{index}]", Index = index };
            }
        }
        return null;
    }

    /// <summary>The member stays under its cap for the day.</summary>
    public static Refusal? CheckCap(int items, ReportSetting setting, long now)
    {
        long remaining = Math.Max(0, setting.DailyCap - setting.ReportedToday);
        return items <= remaining ? null
            : new Refusal(ProblemTypes.ReportCapReached, $"You may report {setting.DailyCap} items a day and have reported {setting.ReportedToday}; this report has {items}. Send it after 00:00 UTC, or ask the operator for a higher declared volume.")
            {
                Remaining = remaining,
                RetryAt = DayStart(now) + SecondsOfDay,
            };
    }

    private static Refusal? CheckKind(byte number, Member member, ReportSetting setting)
    {
        IdentifierKind kind = (IdentifierKind)number;
        if (!IdentifierKinds.IsKnown(kind) || !setting.Kinds.Contains(IdentifierKinds.Name(kind)))
        {
            return new Refusal(ProblemTypes.KindNotEnabled, $"The list takes these kinds: {string.Join(", ", setting.Kinds)}.") { Field = SignedPayload.PayloadField };
        }
        return PurposeRules.Allows(setting.Grants, member.Role, member.Sector, IdentifierKinds.Name(kind), Purposes.Report) ? null
            : new Refusal(ProblemTypes.PurposeNotAllowed, $"The list's policy does not let a {member.Role} of your sector report {IdentifierKinds.Name(kind)}. Ask the operator.") { Field = SignedPayload.PayloadField };
    }
}
