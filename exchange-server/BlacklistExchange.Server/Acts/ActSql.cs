using System.Data.Common;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Server.Entries;
using Dapper;

namespace BlacklistExchange.Server.Acts;

/// <summary>Every statement on acts and disputes, and how acts find what they name.</summary>
internal static class ActSql
{
    /// <summary>The entries of a list and kind that carry a tag, in one epoch or in any.</summary>
    public static IReadOnlyList<EntryAddress> AddressesOf(DbConnection connection, DbTransaction transaction, string list, byte kind, Tag tag, uint? epoch) =>
        [.. connection.Query<long>(
            """
            SELECT epoch FROM entry
            WHERE list = @List AND epoch IN (SELECT epoch FROM epoch WHERE list = @List AND (@Epoch IS NULL OR epoch = @Epoch)) AND kind = @Kind AND tag = @Tag
            ORDER BY epoch
            """,
            new { List = list, Kind = (long)kind, Tag = tag.ToArray(), Epoch = (long?)epoch }, transaction).Select(number => new EntryAddress(list, (uint)number, kind, tag))];

    /// <summary>The entries behind which a report stands, in every epoch; empty when there is no such report, or it is withdrawn or of a destroyed epoch.</summary>
    public static IReadOnlyList<EntryAddress> AddressesOf(DbConnection connection, DbTransaction transaction, string member, Guid reportId) =>
        [.. connection.Query<(string List, long Epoch, long Kind, byte[] Tag)>(
            """
            SELECT i.list, i.epoch, i.kind, i.tag FROM report_item AS i
            JOIN entry AS e ON e.list = i.list AND e.epoch = i.epoch AND e.kind = i.kind AND e.tag = i.tag
            WHERE i.member = @Member AND i.report_id = @ReportId AND i.retracted_at IS NULL ORDER BY i.item, i.epoch
            """,
            new { Member = member, ReportId = reportId.ToByteArray(bigEndian: true) }, transaction)
            .Select(static row => new EntryAddress(row.List, (uint)row.Epoch, (byte)row.Kind, new Tag(row.Tag)))];

    public static void Insert(DbConnection connection, DbTransaction transaction, ActVerb verb, ActWords words, Entry before, Entry after, long now) => connection.Execute(
        """
        INSERT INTO act (list, epoch, kind, tag, verb, ground, reference, actor, at, previous_state, new_state)
        VALUES (@List, @Epoch, @Kind, @Tag, @Verb, @Ground, @Reference, @Actor, @Now, @Before, @After)
        """,
        new
        {
            before.Address.List,
            Epoch = (long)before.Address.Epoch,
            Kind = (long)before.Address.Kind,
            Tag = before.Address.Tag.ToArray(),
            Verb = ActRules.NameOf(verb),
            words.Ground,
            words.Reference,
            words.Actor,
            Now = now,
            Before = (long)before.State,
            After = (long)after.State,
        },
        transaction);

    /// <summary>A dispute whose entry has expired since is closed first: there was nothing left to decide.</summary>
    public static void OpenDispute(DbConnection connection, DbTransaction transaction, EntryAddress address, ActWords words, long now) => connection.Execute(
        """
        UPDATE dispute SET closed_at = @Now, closed_by = 'expired' WHERE list = @List AND epoch = @Epoch AND kind = @Kind AND tag = @Tag AND closed_at IS NULL;
        INSERT INTO dispute (list, epoch, kind, tag, opened_by, ground, reference, opened_at)
        VALUES (@List, @Epoch, @Kind, @Tag, @Actor, @Ground, @Reference, @Now);
        """,
        new { address.List, Epoch = (long)address.Epoch, Kind = (long)address.Kind, Tag = address.Tag.ToArray(), words.Actor, words.Ground, words.Reference, Now = now }, transaction);

    public static void CloseDispute(DbConnection connection, DbTransaction transaction, EntryAddress address, ActVerb verb, long now) => connection.Execute(
        "UPDATE dispute SET closed_at = @Now, closed_by = @Verb WHERE list = @List AND epoch = @Epoch AND kind = @Kind AND tag = @Tag AND closed_at IS NULL",
        new { address.List, Epoch = (long)address.Epoch, Kind = (long)address.Kind, Tag = address.Tag.ToArray(), Verb = ActRules.NameOf(verb), Now = now }, transaction);

    public static IReadOnlyList<EntryActDetail> ActsOf(DbConnection connection, DbTransaction transaction, EntryAddress address) =>
        [.. connection.Query<(string Verb, string Ground, string Reference, string Actor, long At, long Before, long After)>(
            """
            SELECT verb, ground, reference, actor, at, previous_state, new_state FROM act
            WHERE list = @List AND epoch = @Epoch AND kind = @Kind AND tag = @Tag ORDER BY id
            """,
            new { address.List, Epoch = (long)address.Epoch, Kind = (long)address.Kind, Tag = address.Tag.ToArray() }, transaction)
            .Select(static row => new EntryActDetail(
                row.Verb, row.Ground, row.Reference, row.Actor, row.At, EntryStates.NameOf((EntryState)row.Before), EntryStates.NameOf((EntryState)row.After)))];

    public static IReadOnlyList<EntryReportDetail> ReportsOf(DbConnection connection, DbTransaction transaction, Entry entry) =>
        [.. connection.Query<ReportRow>(
            """
            SELECT r.member AS Member, r.report_id AS ReportId, i.item AS Item, r.category AS Category, r.evidence_type AS Evidence, r.notice_served AS NoticeServed,
                   r.observed AS Observed, r.received_at AS ReceivedAt, i.retracted_at AS RetractedAt, i.sequence AS Sequence, i.renewed_from_epoch AS RenewedFrom
            FROM report_item i JOIN report r ON r.member = i.member AND r.report_id = i.report_id
            WHERE i.list = @List AND i.epoch = @Epoch AND i.kind = @Kind AND i.tag = @Tag ORDER BY i.sequence
            """,
            new { entry.Address.List, Epoch = (long)entry.Address.Epoch, Kind = (long)entry.Address.Kind, Tag = entry.Address.Tag.ToArray() }, transaction)
            .Select(row => row.ToDetail(entry.CountedAfter))];

    private sealed record ReportRow(
        string Member, byte[] ReportId, long Item, long Category, long Evidence, long NoticeServed, long Observed, long ReceivedAt, long? RetractedAt, long Sequence, long? RenewedFrom)
    {
        public EntryReportDetail ToDetail(long countedAfter) => new(
            Member, new Guid(ReportId, bigEndian: true).ToString(), Item, EntryWords.Of((Category)Category), EntryWords.Of((EvidenceType)Evidence), NoticeServed == 1,
            new Month((ushort)Observed).ToString(), ReceivedAt, RetractedAt is not null, RetractedAt is null && Sequence > countedAfter, RenewedFrom);
    }
}
