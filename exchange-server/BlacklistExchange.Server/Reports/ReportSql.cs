using System.Data.Common;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Server.Entries;
using Dapper;

namespace BlacklistExchange.Server.Reports;

/// <summary>Every statement on reports and their items.</summary>
internal static class ReportSql
{
    private const string ItemColumns =
        "sequence AS Sequence, member AS Member, report_id AS ReportId, item AS Item, list AS List, epoch AS Epoch, kind AS Kind, tag AS Tag, commitment AS Commitment, outcome AS Outcome, retracted_at AS RetractedAt";

    /// <summary>What a repeat is answered with.</summary>
    public static KnownReport? Find(DbConnection connection, DbTransaction transaction, string member, Guid reportId) =>
        connection.QueryFirstOrDefault<KnownReport>(
            "SELECT digest AS Digest, items AS Items, receipt AS Receipt FROM report WHERE member = @Member AND report_id = @ReportId",
            new { Member = member, ReportId = Bytes(reportId) }, transaction);

    /// <summary>Whose report it is and what it rests on.</summary>
    public static ReportOrigin OriginOf(DbConnection connection, DbTransaction transaction, string member, Guid reportId) =>
        connection.QueryFirst<ReportOrigin>(
            "SELECT entity AS Entity, origin AS Origin FROM report WHERE member = @Member AND report_id = @ReportId",
            new { Member = member, ReportId = Bytes(reportId) }, transaction);

    /// <summary>Adds a report; its receipt follows in the same transaction, when its entries are settled.</summary>
    public static void Insert(DbConnection connection, DbTransaction transaction, ReportStatement statement, SignedPayload signed, byte[] digest, string entity, long now) =>
        connection.Execute(
            """
            INSERT INTO report (member, report_id, entity, list, epoch, statement, signature, digest, origin, category, evidence_type, notice_served, observed, items,
                received_at, receipt)
            VALUES (@Member, @ReportId, @Entity, @List, @Epoch, @Statement, @Signature, @Digest, @Origin, @Category, @Evidence, @Notice, @Observed, @Items,
                @Now, @NoReceipt)
            """,
            new
            {
                statement.Member,
                ReportId = Bytes(statement.ReportId),
                Entity = entity,
                statement.List,
                Epoch = (long)statement.Epoch,
                Statement = signed.Payload,
                signed.Signature,
                Digest = digest,
                statement.Origin,
                Category = (long)statement.Category,
                Evidence = (long)statement.EvidenceType,
                Notice = statement.NoticeServed ? 1L : 0L,
                Observed = (long)statement.Observed.Number,
                Items = (long)statement.Items.Count,
                Now = now,
                NoReceipt = Array.Empty<byte>(),
            },
            transaction);

    public static void SetReceipt(DbConnection connection, DbTransaction transaction, string member, Guid reportId, byte[] receipt) => connection.Execute(
        "UPDATE report SET receipt = @Receipt WHERE member = @Member AND report_id = @ReportId",
        new { Member = member, ReportId = Bytes(reportId), Receipt = receipt }, transaction);

    /// <summary>Adds an item and returns its sequence.</summary>
    public static long InsertItem(DbConnection connection, DbTransaction transaction, string member, Guid reportId, int item, NewItem row) =>
        connection.ExecuteScalar<long>(
            """
            INSERT INTO report_item (member, report_id, item, list, epoch, kind, tag, salt, commitment, outcome, renewed_from_epoch)
            VALUES (@Member, @ReportId, @Item, @List, @Epoch, @Kind, @Tag, @Salt, @Commitment, @Outcome, @RenewedFrom)
            RETURNING sequence
            """,
            new
            {
                Member = member,
                ReportId = Bytes(reportId),
                Item = (long)item,
                row.Address.List,
                Epoch = (long)row.Address.Epoch,
                Kind = (long)row.Address.Kind,
                Tag = row.Address.Tag.ToArray(),
                row.Salt,
                row.Commitment,
                Outcome = (long)row.Outcome,
                RenewedFrom = (long?)row.RenewedFrom,
            },
            transaction);

    /// <summary>The items of one report, in every epoch, in order; or one item of it.</summary>
    public static IReadOnlyList<FiledItem> Items(DbConnection connection, DbTransaction transaction, string member, Guid reportId, int? item = null) =>
        [.. connection.Query<ItemRow>(
            $"SELECT {ItemColumns} FROM report_item WHERE member = @Member AND report_id = @ReportId AND item BETWEEN @First AND @Last ORDER BY item, epoch",
            new { Member = member, ReportId = Bytes(reportId), First = (long)(item ?? 0), Last = (long)(item ?? ReportStatement.MaxItems) }, transaction)
            .Select(static row => row.ToItem())];

    /// <summary>The items of a member that still stand.</summary>
    public static IReadOnlyList<FiledItem> StandingOf(DbConnection connection, DbTransaction transaction, string member) =>
        [.. connection.Query<ItemRow>(
            $"SELECT {ItemColumns} FROM report_item WHERE member = @Member AND retracted_at IS NULL ORDER BY sequence",
            new { Member = member }, transaction).Select(static row => row.ToItem())];

    public static void Retract(DbConnection connection, DbTransaction transaction, IEnumerable<FiledItem> items, long now) => connection.Execute(
        "UPDATE report_item SET retracted_at = @Now WHERE sequence = @Sequence AND retracted_at IS NULL",
        items.Select(item => new { item.Sequence, Now = now }), transaction);

    /// <summary>Destroys the salts behind an entry: its items can never again be shown to have been in their cases.</summary>
    public static void EraseSalts(DbConnection connection, DbTransaction transaction, EntryAddress address) => connection.Execute(
        "UPDATE report_item SET salt = NULL WHERE list = @List AND epoch = @Epoch AND kind = @Kind AND tag = @Tag",
        new { address.List, Epoch = (long)address.Epoch, Kind = (long)address.Kind, Tag = address.Tag.ToArray() }, transaction);

    /// <summary>Keeps the first signed retraction of an item or report.</summary>
    public static void KeepRetraction(DbConnection connection, DbTransaction transaction, RetractionStatement statement, SignedPayload signed, long now) => connection.Execute(
        """
        INSERT INTO retraction (member, report_id, item, statement, signature, received_at) VALUES (@Member, @ReportId, @Item, @Statement, @Signature, @Now)
        ON CONFLICT DO NOTHING
        """,
        new { statement.Member, ReportId = Bytes(statement.ReportId), Item = (long)statement.Item, Statement = signed.Payload, signed.Signature, Now = now }, transaction);

    public static void KeepRenewal(DbConnection connection, DbTransaction transaction, RenewalStatement statement, SignedPayload signed, byte[] digest, long now) => connection.Execute(
        """
        INSERT INTO renewal (member, digest, list, old_epoch, new_epoch, statement, signature, received_at)
        VALUES (@Member, @Digest, @List, @OldEpoch, @NewEpoch, @Statement, @Signature, @Now)
        ON CONFLICT DO NOTHING
        """,
        new
        {
            statement.Member,
            Digest = digest,
            statement.List,
            OldEpoch = (long)statement.OldEpoch,
            NewEpoch = (long)statement.NewEpoch,
            Statement = signed.Payload,
            signed.Signature,
            Now = now,
        },
        transaction);

    private static byte[] Bytes(Guid reportId) => reportId.ToByteArray(bigEndian: true);

    private sealed record ItemRow(
        long Sequence, string Member, byte[] ReportId, long Item, string List, long Epoch, long Kind, byte[] Tag, byte[] Commitment, long Outcome, long? RetractedAt)
    {
        public FiledItem ToItem() => new(
            Sequence, Member, new Guid(ReportId, bigEndian: true), (int)Item, new EntryAddress(List, (uint)Epoch, (byte)Kind, new Tag(Tag)), Commitment, RetractedAt is not null);
    }
}
