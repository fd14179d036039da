using System.Data.Common;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using Dapper;

namespace BlacklistExchange.Server.Entries;

/// <summary>Every statement on the entry table.</summary>
internal static class EntrySql
{
    private const string Columns = """
        list AS List, epoch AS Epoch, kind AS Kind, tag AS Tag, state AS State, sealed_label AS SealedLabel, label AS Label, wrapped_key AS WrappedKey,
        ring AS Ring, flags AS Flags, visible_from AS VisibleFrom, state_since AS StateSince, tombstone AS Tombstone, created_at AS CreatedAt,
        expires_at AS ExpiresAt, version AS Version, ruling AS Ruling, ruling_at AS RulingAt, counted_after AS CountedAfter, hold AS Hold
        """;

    public static Entry? Find(DbConnection connection, DbTransaction transaction, EntryAddress address) =>
        connection.QueryFirstOrDefault<Row>(
            $"SELECT {Columns} FROM entry WHERE list = @List AND epoch = @Epoch AND kind = @Kind AND tag = @Tag",
            Key(address), transaction)?.ToEntry();

    /// <summary>The entries that carry a tag, on whatever list and in whatever epoch.</summary>
    public static IReadOnlyList<Entry> FindByTag(DbConnection connection, DbTransaction transaction, Tag tag) =>
        [.. connection.Query<Row>(
            $"""
            SELECT {Columns} FROM entry
            WHERE (list, epoch, kind) IN (SELECT list, epoch, kind FROM epoch_key) AND tag = @Tag
            ORDER BY list, epoch, kind
            """,
            new { Tag = tag.ToArray() }, transaction).Select(static row => row.ToEntry())];

    /// <summary>True when the list has an epoch with a key for the kind.</summary>
    public static bool HasKey(DbConnection connection, DbTransaction transaction, EntryAddress address) => connection.ExecuteScalar<long>(
        "SELECT count(*) FROM epoch_key WHERE list = @List AND epoch = @Epoch AND kind = @Kind", Key(address), transaction) > 0;

    public static void Insert(DbConnection connection, DbTransaction transaction, Entry entry) => connection.Execute(
        """
        INSERT INTO entry (list, epoch, kind, tag, state, sealed_label, label, wrapped_key, ring, flags, visible_from, state_since, tombstone, created_at,
            expires_at, version, ruling, ruling_at, counted_after, hold)
        VALUES (@List, @Epoch, @Kind, @Tag, @State, @SealedLabel, @Label, @WrappedKey, @Ring, @Flags, @VisibleFrom, @StateSince, @Tombstone, @CreatedAt,
            @ExpiresAt, @Version, @Ruling, @RulingAt, @CountedAfter, @Hold)
        """,
        Values(entry), transaction);

    public static void Update(DbConnection connection, DbTransaction transaction, Entry entry) => connection.Execute(
        """
        UPDATE entry SET state = @State, sealed_label = @SealedLabel, label = @Label, wrapped_key = @WrappedKey, ring = @Ring, flags = @Flags,
            visible_from = @VisibleFrom, state_since = @StateSince, tombstone = @Tombstone, created_at = @CreatedAt, expires_at = @ExpiresAt,
            version = @Version, ruling = @Ruling, ruling_at = @RulingAt, counted_after = @CountedAfter, hold = @Hold
        WHERE list = @List AND epoch = @Epoch AND kind = @Kind AND tag = @Tag
        """,
        Values(entry), transaction);

    /// <summary>Entries whose time is over, the longest over first.</summary>
    public static IReadOnlyList<Entry> Due(DbConnection connection, DbTransaction transaction, long now, int limit) =>
        [.. connection.Query<Row>(
            $"SELECT {Columns} FROM entry WHERE expires_at IS NOT NULL AND expires_at <= @Now ORDER BY expires_at LIMIT @Limit",
            new { Now = now, Limit = limit }, transaction).Select(static row => row.ToEntry())];

    /// <summary>Entries of epochs whose keys are destroyed: nobody can derive their tags any more.</summary>
    public static IReadOnlyList<EntryAddress> OfDestroyedEpochs(DbConnection connection, DbTransaction transaction, int limit) =>
        [.. connection.Query<(string List, long Epoch, long Kind, byte[] Tag)>(
            "SELECT list, epoch, kind, tag FROM entry WHERE (list, epoch) IN (SELECT list, epoch FROM epoch WHERE destroyed_at IS NOT NULL) LIMIT @Limit",
            new { Limit = limit }, transaction).Select(static row => new EntryAddress(row.List, (uint)row.Epoch, (byte)row.Kind, new Tag(row.Tag)))];

    public static void Delete(DbConnection connection, DbTransaction transaction, EntryAddress address) => connection.Execute(
        "DELETE FROM entry WHERE list = @List AND epoch = @Epoch AND kind = @Kind AND tag = @Tag", Key(address), transaction);

    /// <summary>Shown entries of a list after a given address, in the table's order.</summary>
    public static IReadOnlyList<Entry> ShownAfter(DbConnection connection, DbTransaction transaction, EntryAddress after, int limit) =>
        [.. connection.Query<Row>(
            $"""
            SELECT {Columns} FROM entry
            WHERE list = @List AND (epoch, kind, tag) > (@Epoch, @Kind, @Tag) AND label IS NOT NULL
            ORDER BY epoch, kind, tag LIMIT @Limit
            """,
            new { after.List, Epoch = (long)after.Epoch, Kind = (long)after.Kind, Tag = after.Tag.ToArray(), Limit = limit }, transaction)
            .Select(static row => row.ToEntry())];

    /// <summary>Wrapped keys of all lists after a given address, in the table's order.</summary>
    public static IReadOnlyList<(EntryAddress Address, byte[] WrappedKey)> WrappedAfter(DbConnection connection, DbTransaction transaction, EntryAddress after, int limit) =>
        [.. connection.Query<(string List, long Epoch, long Kind, byte[] Tag, byte[] WrappedKey)>(
            """
            SELECT list, epoch, kind, tag, wrapped_key FROM entry
            WHERE (list, epoch, kind, tag) > (@List, @Epoch, @Kind, @Tag) AND wrapped_key IS NOT NULL
            ORDER BY list, epoch, kind, tag LIMIT @Limit
            """,
            new { after.List, Epoch = (long)after.Epoch, Kind = (long)after.Kind, Tag = after.Tag.ToArray(), Limit = limit }, transaction)
            .Select(static row => (new EntryAddress(row.List, (uint)row.Epoch, (byte)row.Kind, new Tag(row.Tag)), row.WrappedKey))];

    /// <summary>The same key under another KEK: nothing that members see changes, so the version stays.</summary>
    public static void SetWrappedKey(DbConnection connection, DbTransaction transaction, EntryAddress address, byte[] wrappedKey) => connection.Execute(
        "UPDATE entry SET wrapped_key = @WrappedKey WHERE list = @List AND epoch = @Epoch AND kind = @Kind AND tag = @Tag",
        new { address.List, Epoch = (long)address.Epoch, Kind = (long)address.Kind, Tag = address.Tag.ToArray(), WrappedKey = wrappedKey }, transaction);

    /// <summary>Id of the KEK under which the values of this database are wrapped; null when officers never held it.</summary>
    public static byte[]? KekId(DbConnection connection, DbTransaction transaction) =>
        connection.QuerySingleOrDefault<byte[]>("SELECT key_id FROM kek_generation WHERE one = 1", transaction: transaction);

    /// <summary>Entries by list, epoch, kind and state. Looks at every row.</summary>
    public static IReadOnlyList<EntryCount> Census(DbConnection connection, DbTransaction transaction) =>
        [.. connection.Query<(string List, long Epoch, long Kind, long State, long Entries)>(
            "SELECT list, epoch, kind, state, count(*) FROM entry GROUP BY list, epoch, kind, state", transaction: transaction)
            .Select(static row => new EntryCount(row.List, row.Epoch, IdentifierKinds.Name((IdentifierKind)row.Kind), EntryStates.NameOf((EntryState)row.State), row.Entries))];

    /// <summary>The latest report item's sequence: what an act spends.</summary>
    public static long LatestSequence(DbConnection connection, DbTransaction transaction) =>
        connection.ExecuteScalar<long>("SELECT coalesce(max(sequence), 0) FROM report_item", transaction: transaction);

    /// <summary>Report items behind an entry, retracted ones too; the entity is the reporter's own, not yet the top of its chain.</summary>
    public static IReadOnlyList<EntryReport> Reports(DbConnection connection, DbTransaction transaction, EntryAddress address) =>
        [.. connection.Query<ReportRow>(
            """
            SELECT r.entity AS Entity, r.origin AS Origin, r.category AS Category, r.evidence_type AS Evidence, r.notice_served AS NoticeServed,
                   r.observed AS Observed, r.received_at AS ReceivedAt, i.sequence AS Sequence, i.retracted_at AS RetractedAt
            FROM report_item i JOIN report r ON r.member = i.member AND r.report_id = i.report_id
            WHERE i.list = @List AND i.epoch = @Epoch AND i.kind = @Kind AND i.tag = @Tag ORDER BY i.sequence
            """,
            Key(address), transaction).Select(static row => row.ToReport())];

    /// <summary>Child to parent.</summary>
    public static IReadOnlyDictionary<string, string> EntityParents(DbConnection connection, DbTransaction transaction) =>
        connection.Query<(string Slug, string Parent)>("SELECT slug, parent FROM entity WHERE parent IS NOT NULL", transaction: transaction)
            .ToDictionary(static row => row.Slug, static row => row.Parent);

    private static object Key(EntryAddress address) =>
        new { address.List, Epoch = (long)address.Epoch, Kind = (long)address.Kind, Tag = address.Tag.ToArray() };

    private static object Values(Entry entry) => new
    {
        entry.Address.List,
        Epoch = (long)entry.Address.Epoch,
        Kind = (long)entry.Address.Kind,
        Tag = entry.Address.Tag.ToArray(),
        State = (long)entry.State,
        entry.SealedLabel,
        entry.Label,
        entry.WrappedKey,
        Ring = (long)entry.Ring,
        Flags = (long)entry.Flags,
        entry.VisibleFrom,
        entry.StateSince,
        Tombstone = entry.Tombstoned ? 1L : 0L,
        entry.CreatedAt,
        entry.ExpiresAt,
        entry.Version,
        Ruling = (long)entry.Ruling,
        entry.RulingAt,
        entry.CountedAfter,
        Hold = (long)entry.Hold,
    };

    private sealed record Row(
        string List, long Epoch, long Kind, byte[] Tag, long State, byte[]? SealedLabel, byte[]? Label, byte[]? WrappedKey, long Ring, long Flags,
        long VisibleFrom, long StateSince, long Tombstone, long CreatedAt, long? ExpiresAt, long Version, long Ruling, long RulingAt, long CountedAfter, long Hold)
    {
        public Entry ToEntry() => new()
        {
            Address = new EntryAddress(List, (uint)Epoch, (byte)Kind, new Tag(Tag)),
            State = (EntryState)State,
            SealedLabel = SealedLabel,
            Label = Label,
            WrappedKey = WrappedKey,
            Ring = (uint)Ring,
            Flags = (LabelFlags)Flags,
            VisibleFrom = VisibleFrom,
            StateSince = StateSince,
            Tombstoned = Tombstone == 1,
            CreatedAt = CreatedAt,
            ExpiresAt = ExpiresAt,
            Version = Version,
            Ruling = (EntryRuling)Ruling,
            RulingAt = RulingAt,
            CountedAfter = CountedAfter,
            Hold = (EntryHold)Hold,
        };
    }

    private sealed record ReportRow(
        string Entity, byte[] Origin, long Category, long Evidence, long NoticeServed, long Observed, long ReceivedAt, long Sequence, long? RetractedAt)
    {
        public EntryReport ToReport() => new(
            Entity, Convert.ToHexString(Origin), (Category)Category, (EvidenceType)Evidence, NoticeServed == 1, new Month((ushort)Observed), ReceivedAt, Sequence, RetractedAt is not null);
    }
}
