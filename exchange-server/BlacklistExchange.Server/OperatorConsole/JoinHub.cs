using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>
/// Makes the data folder of another node: settings whose paths are whole, and the public certificates. No secret is copied. The settings are written last, so that a stop in
/// between leaves nothing that serves: certificates alone, over which a second run writes.
/// </summary>
internal static class JoinHub
{
    public sealed record Result(string Settings, string Keys, string Files);

    /// <summary>Whether the folder is that node's already, whole; throws <see cref="SetupException"/> when it is another node's or another exchange's.</summary>
    public static bool IsThere(DataFolder from, DataFolder to, string node)
    {
        if (!File.Exists(to.Settings))
        {
            return false;
        }
        HubOptions there = HubSettings.Read(to, []);
        string exchange = HubSettings.Read(from, []).Exchange;
        return there.Node == node && there.Exchange == exchange ? true
            : throw new SetupException($"{to.Path} is the folder of node '{there.Node}' of '{there.Exchange}', not of '{node}' of '{exchange}'; name a new folder with --data.");
    }

    /// <summary>Throws <see cref="SetupException"/> when <paramref name="from"/> is no node that can be joined, or <paramref name="to"/> is not empty.</summary>
    public static Result Run(DataFolder from, DataFolder to, string node)
    {
        HubOptions options = HubSettings.Read(from, []);
        if (options.Store.Engine != StoreEngineName.Postgres)
        {
            throw new SetupException($"{from.Path} keeps its state in an SQLite file, which has one node. Several nodes need PostgreSQL (Store:Engine, Store:ConnectionFile).");
        }
        if (!Slug.IsValid(node))
        {
            throw new SetupException($"--node '{node}' must be 2 to {Slug.MaxLength} characters of a-z, 0-9 and '-'.");
        }
        if (Directory.Exists(to.Path) && Directory.EnumerateFileSystemEntries(to.Path).Any(path => path != to.Certificates))
        {
            throw new SetupException($"{to.Path} is not empty; name a new folder with --data.");
        }
        DataFolder.Create(to.Path);
        DataFolder.Create(to.Certificates);
        DurableFile.Write(to.RootCertificate, File.ReadAllBytes(from.RootCertificate));
        DurableFile.Write(to.ServerCertificate, File.ReadAllBytes(from.ServerCertificate));
        Result made = new(to.Settings, from.At(options.KeyFolder), from.At(options.SnapshotFolder));
        JsonObject settings = JsonNode.Parse(File.ReadAllBytes(from.Settings))!.AsObject();
        settings["Node"] = node;
        settings["KeyFolder"] = made.Keys;
        settings["SnapshotFolder"] = made.Files;
        settings["Store"]!["ConnectionFile"] = from.At(options.Store.ConnectionFile!);
        if (options.Kek.File is { } kek)
        {
            settings["Kek"]!["File"] = from.At(kek);
        }
        foreach (string port in (string[])["Member", "Operator", "Public"])
        {
            JsonObject where = (settings[port] as JsonObject ?? []).DeepClone().AsObject();
            where["Port"] = 0;
            settings[port] = where;
        }
        DurableFile.Write(to.Settings, Encoding.UTF8.GetBytes(settings.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n"));
        return made;
    }
}
