using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using BlacklistExchange.Server.Copies;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>
/// Writes one consistent state of a hub, which may run, into one file; needs no key and holds none. The file gets its name last: what is there under it is whole and durable.
/// </summary>
internal static class BackupHub
{
    /// <summary>Settings of the place rather than of the exchange: a restore decides them anew.</summary>
    private static readonly string[] Local = ["Store", "Database", "KeyFolder", "SnapshotFolder", "Node"];

    public sealed record Request(DataFolder Folder, string Out);

    /// <summary>Throws <see cref="SetupException"/>; then nothing is left at <c>Out</c>.</summary>
    public static BackupResponse Run(Request request, TimeProvider time, CopyProgress progress)
    {
        HubOptions options = HubSettings.Read(request.Folder, []);
        StoreEngine engine = StoreEngine.Of(options, request.Folder);
        engine.RequireReady();
        string path = Path.GetFullPath(request.Out);
        string part = path + ".part";
        FileStream stream = Open(path, part);
        bool whole = false;
        try
        {
            using (stream)
            {
                BackupResponse taken = Write(stream, new Scene(request.Folder, options, engine, time, progress)) with { File = path };
                stream.Flush();
                Posix.Fsync(stream.SafeFileHandle, part);
                File.Move(part, path, overwrite: false);
                whole = true;
                Posix.FsyncFolder(Path.GetDirectoryName(path)!);
                return taken;
            }
        }
        // The framework calls a file that is longer than its file system allows an argument out of range.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException or DbException or StoreUnavailableException)
        {
            throw new SetupException($"The backup did not get done: {exception.Message} {(whole ? $"{path} is whole, but may not outlive a crash of the machine." : "Nothing of it is left.")}", exception);
        }
        finally
        {
            if (!whole)
            {
                File.Delete(part);
            }
        }
    }

    private sealed record Scene(DataFolder Folder, HubOptions Options, StoreEngine Engine, TimeProvider Time, CopyProgress Progress);

    private static FileStream Open(string path, string part)
    {
        if (File.Exists(path) || Directory.Exists(path))
        {
            throw new SetupException($"--out {path} is there already; a backup is never written over another. Name a new file.");
        }
        try
        {
            return new FileStream(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, UnixCreateMode = DurableFile.OwnerOnly });
        }
        catch (IOException exception) when (File.Exists(part))
        {
            throw new SetupException($"{part} is there: another backup is being written, or one did not finish. Remove it when no bex-hub backup runs.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"--out {path} cannot be written: {exception.Message} Name a file in a folder that exists.", exception);
        }
    }

    private static BackupResponse Write(FileStream stream, Scene scene)
    {
        long takenAt = scene.Time.GetUtcNow().ToUnixTimeSeconds();
        IReadOnlyList<Migrations.Script> scripts = Migrations.Embedded(scene.Engine);
        IReadOnlyList<CopiedTable> tables = CopiedTables.Of(scripts.Select(static script => script.Number).ToHashSet());
        using DbConnection connection = scene.Engine.OpenReader();
        using DbTransaction transaction = scene.Engine.BeginRead(connection);
        Migrations.RequireCurrent(scene.Engine, connection, scripts);
        using BackupWriter backup = new(stream, takenAt);
        BackupTable[] counts = [.. tables.Select(table => BackupTable.Of(table, RowsSql.Count(connection, transaction, table)))];
        backup.Header(new BackupHeader(BackupFormat.Version, scene.Options.Exchange, scene.Engine.Name, takenAt, Program(),
            [.. scripts.Select(static script => new BackupMigration(script.Number, script.Name, Convert.ToHexStringLower(script.Digest)))], counts));
        backup.Member(BackupFormat.Settings, Settings(scene));
        backup.Member(BackupFormat.Root, File.ReadAllBytes(scene.Folder.RootCertificate));
        backup.Member(BackupFormat.Server, File.ReadAllBytes(scene.Folder.ServerCertificate));
        List<TableDigest> written = [.. tables.Zip(counts).Select(pair => Table(backup, connection, transaction, pair.First, pair.Second.Rows, scene.Progress))];
        (int files, int leftOut) = Files(backup, new SnapshotFiles(scene.Folder, scene.Options), ManifestSql.NewestOfAll(connection, transaction), scene.Progress);
        BackupEnd end = backup.End();
        return new BackupResponse("", end.Length + BackupFormat.EndSize, end.Sha256, takenAt, written, files, leftOut);
    }

    private static TableDigest Table(BackupWriter backup, DbConnection connection, DbTransaction transaction, CopiedTable table, long all, CopyProgress progress)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long rows = 0;
        long pieces = 0;
        foreach (RowLines lines in ReadRows.Run(connection, transaction, table))
        {
            backup.Member(BackupFormat.Piece(table.Name, pieces++), lines.Bytes);
            hash.AppendData(lines.Bytes.Span);
            progress.Report(table.Name, rows += lines.Rows, all);
        }
        return new TableDigest(table.Name, rows, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>The files that members are told of now. Each is read twice: what is not what its name says is left out.</summary>
    private static (int Files, int LeftOut) Files(BackupWriter backup, SnapshotFiles folder, IReadOnlyList<ManifestSql.ManifestRow> newest, CopyProgress progress)
    {
        (byte[] Digest, ulong Length)[] named = [.. newest.SelectMany(static row => BuildManifest.Read(row).Files)
            .SelectMany(static file => file.Deltas.Select(static delta => (delta.Digest, delta.Length)).Prepend((file.Digest, file.Length)))
            .DistinctBy(static file => Convert.ToHexStringLower(file.Item1))];
        int files = 0;
        foreach ((byte[] digest, ulong length) in named)
        {
            if (folder.IsSound(digest, length) && folder.TryOpen(digest, length) is { } content)
            {
                using (content)
                {
                    backup.File(digest, content);
                }
                progress.Report("list files", ++files, named.Length);
            }
        }
        return (files, named.Length - files);
    }

    private static byte[] Settings(Scene scene)
    {
        JsonObject settings = JsonNode.Parse(File.ReadAllBytes(scene.Folder.Settings))!.AsObject();
        foreach (string name in settings.Select(static setting => setting.Key).Where(static name => Local.Contains(name, StringComparer.OrdinalIgnoreCase)).ToArray())
        {
            settings.Remove(name);
        }
        // Only where the settings name a file by a path of their own; what the environment says is not in them.
        if (settings["Kek"] is JsonObject kek && kek["File"] is { } file)
        {
            kek["File"] = scene.Folder.At(file.GetValue<string>());
        }
        return JsonSerializer.SerializeToUtf8Bytes(settings);
    }

    private static string Program() => typeof(BackupHub).Assembly.GetName().Version!.ToString(3);
}
