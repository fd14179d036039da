using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Officers;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>
/// Splits the present KEK among three officers. First the shares, durable and checked, then the record and the settings: a stop in between leaves a hub that starts as before, or
/// that says which of the two it wants.
/// </summary>
internal static class InitOfficers
{
    public sealed record Request(DataFolder Folder, IReadOnlyList<string> Officers, string Out, bool RemoveKekFile);

    /// <param name="Record">As it stands in the key folder.</param>
    /// <param name="Shares">Paths, in the order of the officers.</param>
    /// <param name="Source">Where the KEK came from.</param>
    /// <param name="Removed">Whether that file is overwritten and gone.</param>
    public sealed record Result(OfficersRecord Record, IReadOnlyList<string> Shares, string Source, bool Removed);

    public static Result Run(Request request, TimeProvider time)
    {
        HubOptions options = HubSettings.Read(request.Folder, []);
        string keys = request.Folder.At(options.KeyFolder);
        if (options.Kek.Officers || OfficersRecord.Read(keys) is not null)
        {
            throw new SetupException("This exchange has officers already. To change them: bex-hub officer replace. To start from the officers that there are, set \"Kek\": { \"Officers\": true }.");
        }
        if (request.RemoveKekFile && options.Kek.File is null)
        {
            throw new SetupException("--remove-kek-file is for a KEK from Kek:File; a credential or descriptor is removed where it is made.");
        }
        IReadOnlyList<string> paths = ShareFiles.RequireRoom(request.Out, 1);
        OfficersSocket.Address(request.Folder.OfficersSocket);
        using DataFolderLock held = DataFolderLock.Take(request.Folder);
        StoreEngine engine = StoreEngine.Of(options, request.Folder);
        engine.RequireReady();
        Migrations.RequireCurrent(engine, Migrations.Embedded(engine));
        using PinnedSecret secret = KekSource.ReadSecret(options.Kek, request.Folder);
        RequireRight(keys, secret);
        DateTimeOffset now = time.GetUtcNow();
        OfficersRecord record = ShareFiles.NewRecord(secret, 1, request.Officers, now);

        ShareFiles.Write(paths, secret, record, options.Exchange);
        KekRotation.Write(engine, (connection, transaction) =>
        {
            GenerationSql.Set(connection, transaction, record.Generation, record.KeyId, now.ToUnixTimeSeconds());
            AuditLog.AppendAtConsole(connection, transaction, $"console ({Environment.UserName})", "officer init", "kek/1", $"officers: {string.Join(", ", record.Officers)}", now);
            return true;
        });
        record.Write(keys);
        KekSetting.Write(request.Folder, new JsonObject { ["Officers"] = true });
        if (request.RemoveKekFile)
        {
            Overwrite(request.Folder.At(options.Kek.File!));
        }
        return new Result(record, paths, options.Kek.File is { } file ? request.Folder.At(file) : OpenKek.SourceOf(options.Kek), request.RemoveKekFile);
    }

    /// <summary>A KEK that opens nothing is not worth three officers.</summary>
    private static void RequireRight(string keyFolder, PinnedSecret secret)
    {
        using Kek kek = new(secret);
        using ECDsa key = EcdsaKeys.Open(new KeyFolder(keyFolder, kek), KeyNames.Signing);
    }

    /// <summary>The bytes are overwritten before the name goes. What a file system or a disk has copied elsewhere is not reached.</summary>
    private static void Overwrite(string path)
    {
        using (FileStream file = new(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Write, BufferSize = 0 }))
        {
            file.Write(RandomNumberGenerator.GetBytes(Kek.Size));
            Posix.Fsync(file.SafeFileHandle, path);
        }
        DurableFile.Delete(path);
    }
}
