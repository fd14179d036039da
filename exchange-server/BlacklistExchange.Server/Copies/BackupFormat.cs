using System.Formats.Tar;
using System.Text.Json;

namespace BlacklistExchange.Server.Copies;

/// <summary>Names in a backup, and its end (spec/backup.md).</summary>
internal static class BackupFormat
{
    public const int Version = 1;
    public const string Header = "backup.json";
    public const string Settings = "settings.json";
    public const string Root = "certificates/root.pem";
    public const string Server = "certificates/server.pem";
    public const string Files = "files/";
    public const string Sums = "SHA256SUMS";

    /// <summary>The last member's header, its one block, and the two empty blocks with which a tar ends.</summary>
    public const int EndSize = 2048;

    /// <summary>More than the longest piece that a program writes.</summary>
    public const long LongestPiece = 64 << 20;

    private const string End = "end.json";

    /// <summary>A piece of a table; pieces follow each other in the order of their numbers.</summary>
    public static string Piece(string table, long number) => $"tables/{table}/{number:00000}.ndjson";

    public static string File(byte[] digest) => Files + Convert.ToHexStringLower(digest);

    public static UstarTarEntry Entry(string name, Stream content, long at) => new(TarEntryType.RegularFile, name)
    {
        DataStream = content,
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        ModificationTime = DateTimeOffset.FromUnixTimeSeconds(at),
    };

    public static UstarTarEntry EndEntry(BackupEnd end) => Entry(End, new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(end, BackupJson.Default.BackupEnd)), at: 0);

    /// <summary>The last bytes of a file that has these before them: there is one way to write them, so whoever reads compares.</summary>
    public static byte[] EndBytes(BackupEnd end)
    {
        using MemoryStream bytes = new();
        using (TarWriter tar = new(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            tar.WriteEntry(EndEntry(end));
        }
        return bytes.ToArray();
    }
}
