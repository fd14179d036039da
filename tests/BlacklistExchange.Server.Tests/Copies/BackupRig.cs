using System.Formats.Tar;
using System.Text.Json;
using BlacklistExchange.Server.Copies;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Tests.Copies;

/// <summary>What tests do with backups.</summary>
internal static class BackupRig
{
    public static CopyProgress Silent { get; } = new(TextWriter.Null, TimeProvider.System);

    public static BackupResponse Take(DataFolder folder, string path, TimeProvider? time = null) => BackupHub.Run(new BackupHub.Request(folder, path), time ?? TimeProvider.System, Silent);

    /// <summary>Members and their bytes, read as any program that knows tar reads them.</summary>
    public static Dictionary<string, byte[]> Members(string path)
    {
        using FileStream stream = File.OpenRead(path);
        using TarReader tar = new(stream);
        Dictionary<string, byte[]> members = [];
        while (tar.GetNextEntry() is { } entry)
        {
            using MemoryStream bytes = new();
            entry.DataStream?.CopyTo(bytes);
            members.Add(entry.Name, bytes.ToArray());
        }
        return members;
    }

    /// <summary>All that somebody who has the file can read in it: its bytes, and every value of every row in the clear.</summary>
    public static byte[] Readable(string path)
    {
        List<byte> all = [.. File.ReadAllBytes(path)];
        foreach ((string name, byte[] content) in Members(path).Where(static member => member.Key.StartsWith("tables/", StringComparison.Ordinal)))
        {
            foreach (JsonElement value in Rows(content).SelectMany(static row => row.EnumerateArray()).Where(static value => value.ValueKind == JsonValueKind.String))
            {
                all.AddRange(System.Text.Encoding.UTF8.GetBytes(value.GetString()!));
                all.AddRange(value.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : []);
            }
        }
        return [.. all];
    }

    public static IEnumerable<JsonElement> Rows(byte[] content) =>
        System.Text.Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement);
}
