using System.Text.Json.Nodes;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Officers;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>Two officers declare that the hub starts without them: the KEK goes into a file, and the settings say so. The shares stay what they are.</summary>
internal static class ReleaseKek
{
    public sealed record Request(DataFolder Folder, IReadOnlyList<string> Shares, string KekFile);

    /// <summary>Whose shares allowed it.</summary>
    public static IReadOnlyList<string> Run(Request request, TimeProvider time)
    {
        HubOptions options = HubSettings.Read(request.Folder, []);
        string path = Path.GetFullPath(request.KekFile);
        if (Path.Exists(path) || !Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new SetupException($"--kek-file {path}: name a file that is not there yet, in a folder that is.");
        }
        string keys = request.Folder.At(options.KeyFolder);
        using DataFolderLock held = DataFolderLock.Take(request.Folder);
        StoreEngine engine = StoreEngine.Of(options, request.Folder);
        engine.RequireReady();
        Migrations.RequireCurrent(engine, Migrations.Embedded(engine));
        KekRotation.Settle(engine, keys);
        OfficersRecord record = OpenKek.Require(keys);
        (PinnedSecret secret, IReadOnlyList<string> by) = OfficersPresent.Combine(request.Shares, record, options.Exchange);
        using (secret)
        {
            KekRotation.Write(engine, (connection, transaction) =>
            {
                AuditLog.AppendAtConsole(connection, transaction, string.Join(", ", by), "officer unattended", $"kek/{record.Generation}", "the hub starts without officers from now on", time.GetUtcNow());
                return true;
            });
            DurableFile.Write(path, stream => stream.Write(secret.Span));
        }
        KekSetting.Write(request.Folder, new JsonObject { ["File"] = path, ["Unattended"] = true });
        return by;
    }
}
