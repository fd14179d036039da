using System.Data.Common;
using System.Text.Json;
using BlacklistExchange.Server.Copies;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Tests.Copies;

/// <summary>A backup written anew with something in it changed, and every digest right: what another program, or a mistake in this one, might write.</summary>
internal sealed record Rewritten(BackupHeader Header, IReadOnlyList<(string Name, byte[] Content)> Members)
{
    public IEnumerable<string> Names => Members.Select(static member => member.Name);

    public static Rewritten Of(string path)
    {
        Dictionary<string, byte[]> members = BackupRig.Members(path);
        return new Rewritten(JsonSerializer.Deserialize(members[BackupFormat.Header], BackupJson.Default.BackupHeader)!,
            [.. members.Where(static member => member.Key is not (BackupFormat.Header or BackupFormat.Sums or "end.json")).Select(static member => (member.Key, member.Value))]);
    }

    /// <summary>As a program with fewer migrations would have taken it, at second 5.</summary>
    public static Rewritten OfOlder(StoreEngine engine, IReadOnlyList<Migrations.Script> scripts)
    {
        IReadOnlyList<CopiedTable> tables = CopiedTables.Of(scripts.Select(static script => script.Number).ToHashSet());
        using DbConnection connection = engine.OpenReader();
        using DbTransaction transaction = engine.BeginRead(connection);
        List<(string, byte[])> members = [(BackupFormat.Settings, """{"Exchange":"old","Kek":{"File":"/kek"}}"""u8.ToArray()), (BackupFormat.Root, []), (BackupFormat.Server, [])];
        members.AddRange(tables.SelectMany(table => ReadRows.Run(connection, transaction, table).Select((lines, index) => (BackupFormat.Piece(table.Name, index), lines.Bytes.ToArray()))));
        return new Rewritten(new BackupHeader(BackupFormat.Version, "old", engine.Name, 5, "0.0.1",
            [.. scripts.Select(static script => new BackupMigration(script.Number, script.Name, Convert.ToHexStringLower(script.Digest)))],
            [.. tables.Select(table => BackupTable.Of(table, RowsSql.Count(connection, transaction, table)))]), members);
    }

    public Rewritten With(Func<BackupHeader, BackupHeader> change) => this with { Header = change(Header) };

    public Rewritten Without(string name) => this with { Members = [.. Members.Where(member => member.Name != name)] };

    public Rewritten Changed(string name, Func<byte[], byte[]> change) => this with { Members = [.. Members.Select(member => member.Name == name ? (name, change(member.Content)) : member)] };

    public void Write(string path)
    {
        using FileStream stream = File.Create(path);
        using BackupWriter backup = new(stream, Header.TakenAt);
        backup.Header(Header);
        foreach ((string name, byte[] content) in Members)
        {
            backup.Member(name, content);
        }
        backup.End();
    }
}
