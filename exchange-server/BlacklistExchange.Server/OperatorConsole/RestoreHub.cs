using System.Data.Common;
using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BlacklistExchange.Server.Copies;
using BlacklistExchange.Server.Restoration;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>
/// Makes a data folder from a backup and the sealed keys, on either engine. What it makes is a restored hub, which is read-only until it is reconciled. The settings are written last:
/// a stop before leaves a folder that no hub serves, and an empty database, or a whole one that says of itself that it is an old one. No key is opened here.
/// </summary>
internal static class RestoreHub
{
    public sealed record Request(DataFolder Folder, string From, string Keys, string? ConnectionFile, string? KekFile);

    /// <summary>Throws <see cref="SetupException"/>; then nothing is left in the folder and the database is as empty as it was, unless the message says otherwise.</summary>
    public static RestoreResponse Run(Request request, TimeProvider time, CopyProgress progress)
    {
        DataFolder folder = request.Folder;
        if (Directory.Exists(folder.Path) && Directory.EnumerateFileSystemEntries(folder.Path).Any())
        {
            throw new SetupException($"{folder.Path} is not empty. A hub is never restored over another; name a new folder with --data.");
        }
        using BackupFile backup = BackupFile.Open(request.From, progress);
        RestoredKeys keys = new(request.Keys);
        keys.RequireOwn();
        try
        {
            RestoredSchema schema = RestoredSchema.Of(backup.Header);
            (byte[] settings, HubOptions options) = Settings(request, backup);
            StoreEngine engine = StoreEngine.Of(options, folder);
            engine.RequireNew();
            return Fill(new Scene(request, backup, schema, keys, engine, settings, time, progress));
        }
        catch (Exception exception) when (BackupFile.IsMalformed(exception))
        {
            throw new SetupException($"{request.From} cannot be restored by this program: {exception.Message}", exception);
        }
    }

    private sealed record Scene(
        Request Request, BackupFile Backup, RestoredSchema Schema, RestoredKeys Keys, StoreEngine Engine, byte[] Settings, TimeProvider Time, CopyProgress Progress)
    {
        public DataFolder Folder => Request.Folder;
    }

    private static RestoreResponse Fill(Scene scene)
    {
        DataFolder folder = scene.Folder;
        bool there = Directory.Exists(folder.Path);
        DataFolder.Create(folder.Path);
        File.SetUnixFileMode(folder.Path, DataFolder.OwnerOnly);
        bool committed = false;
        try
        {
            DurableFile.Write(folder.Unfinished, Encoding.UTF8.GetBytes($"bex-hub restore --from {scene.Request.From}\n"));
            using DataFolderLock held = DataFolderLock.Take(folder);
            foreach (string part in (string[])[folder.Certificates, folder.Snapshots, folder.Run, folder.At("keys")])
            {
                DataFolder.Create(part);
            }
            DurableFile.Write(folder.RootCertificate, scene.Backup.Small(BackupFormat.Root));
            DurableFile.Write(folder.ServerCertificate, scene.Backup.Small(BackupFormat.Server));
            int files = Files(scene);
            (IReadOnlyList<TableDigest> tables, int kept, int left) = Rows(scene);
            committed = true;
            Migrations.Apply(scene.Engine, Migrations.Embedded(scene.Engine), scene.Time);
            scene.Schema.MarkLate(scene.Engine, Taken(scene), scene.Time.GetUtcNow());
            DurableFile.Write(folder.Settings, scene.Settings);
            DurableFile.Delete(folder.Unfinished);
            return new RestoreResponse(folder.Path, scene.Engine.Place, scene.Backup.Header.Exchange, scene.Backup.Header.TakenAt, tables, files, kept, left);
        }
        catch (Exception exception) when (exception is SetupException or IOException or UnauthorizedAccessException or DbException or StoreUnavailableException || BackupFile.IsMalformed(exception))
        {
            bool stays = committed && scene.Engine.IsShared;
            Clear(folder, there);
            throw new SetupException($"Not restored: {exception.Message} {(stays ? $"The rows are in {scene.Engine.Place}: drop that database and make it anew." : "Nothing was left behind.")}", exception);
        }
    }

    private static DateTimeOffset Taken(Scene scene) => DateTimeOffset.FromUnixTimeSeconds(scene.Backup.Header.TakenAt);

    /// <summary>All rows, the keys that they name, and the mark of a restored hub: one transaction.</summary>
    private static (IReadOnlyList<TableDigest> Tables, int Kept, int Left) Rows(Scene scene)
    {
        StoreEngine engine = scene.Engine;
        engine.Create();
        Migrations.Apply(engine, [.. Migrations.Embedded(engine).Where(script => scene.Schema.Migrations.Contains(script.Number))], scene.Time);
        using DbConnection connection = engine.OpenWriter();
        using WriteTransaction write = engine.BeginWrite(connection);
        using RowImport import = new(connection, write.Transaction, scene.Schema.Tables);
        Pieces(scene, import);
        IReadOnlyList<TableDigest> tables = import.Complete(scene.Progress);
        (int kept, int left) = scene.Keys.Copy(connection, write.Transaction, scene.Folder.At("keys"), scene.Time.GetUtcNow().ToUnixTimeSeconds());
        if (scene.Schema.KnowsRestoration)
        {
            RestorationSql.Mark(connection, write.Transaction, Taken(scene), scene.Time.GetUtcNow());
        }
        FinishWrite.Commit(write, engine);
        return (tables, kept, left);
    }

    /// <summary>Every piece stands where its name and the header say.</summary>
    private static void Pieces(Scene scene, RowImport import)
    {
        IReadOnlyList<BackupTable> tables = scene.Backup.Header.Tables;
        long piece = 0;
        foreach (TarEntry member in scene.Backup.Members().Where(static member => member.Name.StartsWith("tables/", StringComparison.Ordinal)))
        {
            while (import.Table is { } open && member.Name != BackupFormat.Piece(open.Name, piece))
            {
                Next();
            }
            import.Add(BackupFile.Bytes(member));
            scene.Progress.Report(import.Table?.Name ?? member.Name, import.Rows, tables.First(table => table.Name == import.Table?.Name).Rows);
            piece++;
        }
        while (import.Table is not null)
        {
            Next();
        }

        void Next()
        {
            BackupTable told = tables.First(table => table.Name == import.Table!.Name);
            if (told.Rows != import.Rows)
            {
                throw new InvalidDataException($"Its header says that table {told.Name} has {told.Rows} rows, and it holds {import.Rows}.");
            }
            import.Next();
            piece = 0;
        }
    }

    private static int Files(Scene scene)
    {
        SnapshotFiles folder = new(scene.Folder, new HubOptions());
        int files = 0;
        foreach (TarEntry member in scene.Backup.Members().Where(static member => member.Name.StartsWith(BackupFormat.Files, StringComparison.Ordinal)))
        {
            byte[] digest = Convert.FromHexString(member.Name.AsSpan(BackupFormat.Files.Length));
            if (member.Name != BackupFormat.File(digest))
            {
                throw new InvalidDataException($"Member {member.Name} is no list file.");
            }
            folder.Write(digest, stream => member.DataStream?.CopyTo(stream));
            if (!folder.IsSound(digest, (ulong)member.Length))
            {
                throw new InvalidDataException($"Member {member.Name} is not the file that its name says.");
            }
            files++;
        }
        return files;
    }

    /// <summary>The exchange's settings as they were, in the place where the hub is now.</summary>
    private static (byte[] Bytes, HubOptions Options) Settings(Request request, BackupFile backup)
    {
        JsonObject settings = JsonNode.Parse(backup.Small(BackupFormat.Settings)) as JsonObject ?? throw new InvalidDataException("Its settings are no object.");
        if (request.ConnectionFile is { } connectionFile)
        {
            settings["Store"] = new JsonObject { ["Engine"] = "postgres", ["ConnectionFile"] = Path.GetFullPath(connectionFile) };
        }
        if (request.KekFile is { } kek)
        {
            settings["Kek"] = new JsonObject { ["File"] = Path.GetFullPath(kek) };
        }
        byte[] bytes = Encoding.UTF8.GetBytes(settings.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        return (bytes, HubSettings.Parse(bytes, $"the settings in {request.From}"));
    }

    private static void Clear(DataFolder folder, bool there)
    {
        Directory.Delete(folder.Path, recursive: true);
        if (there)
        {
            DataFolder.Create(folder.Path);
        }
    }
}
