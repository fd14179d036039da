using System.Data.Common;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BlacklistExchange.Server.Copies;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>
/// Carries a stopped hub from its SQLite file into an empty PostgreSQL database. The settings change last, in one rename: until then the hub serves from the file as before, and the
/// file itself is only read.
/// </summary>
internal static class MoveHub
{
    public sealed record Request(DataFolder Folder, string ConnectionFile);

    /// <summary>Throws <see cref="SetupException"/>; then the data folder is as it was.</summary>
    public static MoveResponse Run(Request request, TimeProvider time, CopyProgress progress)
    {
        HubOptions options = HubSettings.Read(request.Folder, []);
        if (options.Store.Engine != StoreEngineName.Sqlite)
        {
            throw new SetupException($"{request.Folder.Path} is on PostgreSQL already. From there: bex-hub backup, then bex-hub restore into a new folder.");
        }
        using DataFolderLock held = DataFolderLock.Take(request.Folder);
        StoreEngine from = StoreEngine.Of(options, request.Folder);
        from.RequireReady();
        string address = Path.GetFullPath(request.ConnectionFile);
        PostgresEngine to = new(PostgresAddress.Read(address));
        try
        {
            IReadOnlyList<TableDigest> carried = Copy(from, to, time, progress);
            Switch(request.Folder, address);
            return new MoveResponse(to.Place, from.Place, carried);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or DbException or StoreUnavailableException)
        {
            throw new SetupException($"The hub was not moved, and serves from {from.Place} as before: {exception.Message} Before another try, drop the database and make it anew.", exception);
        }
    }

    private static IReadOnlyList<TableDigest> Copy(StoreEngine from, StoreEngine to, TimeProvider time, CopyProgress progress)
    {
        IReadOnlyList<Migrations.Script> scripts = Migrations.Embedded(from);
        using DbConnection source = from.OpenReader();
        using DbTransaction reading = from.BeginRead(source);
        Migrations.RequireCurrent(from, source, scripts);
        IReadOnlyList<CopiedTable> tables = CopiedTables.Of(scripts.Select(static script => script.Number).ToHashSet());
        to.RequireNew();
        Migrations.Apply(to, Migrations.Embedded(to), time);
        using DbConnection target = to.OpenWriter();
        using WriteTransaction write = to.BeginWrite(target);
        using (RowImport import = new(target, write.Transaction, tables))
        {
            foreach (CopiedTable table in tables)
            {
                long all = RowsSql.Count(source, reading, table);
                foreach (RowLines lines in ReadRows.Run(source, reading, table))
                {
                    import.Add(lines.Bytes.Span);
                    progress.Report(table.Name, import.Rows, all);
                }
                if (import.Rows != all)
                {
                    throw new InvalidDataException($"Table {table.Name} has {all} rows, and {import.Rows} came.");
                }
                import.Next();
            }
            IReadOnlyList<TableDigest> carried = import.Complete(progress);
            FinishWrite.Commit(write, to);
            return carried;
        }
    }

    private static void Switch(DataFolder folder, string address)
    {
        JsonObject settings = JsonNode.Parse(File.ReadAllBytes(folder.Settings))!.AsObject();
        JsonObject store = settings["Store"] as JsonObject ?? [];
        store["Engine"] = "postgres";
        store["ConnectionFile"] = address;
        settings["Store"] = store;
        DurableFile.Write(folder.Settings, Encoding.UTF8.GetBytes(settings.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n"));
    }
}
