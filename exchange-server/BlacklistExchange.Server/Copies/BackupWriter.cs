using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BlacklistExchange.Server.Copies;

/// <summary>Writes the members of a backup one after another, and at the end what they were.</summary>
internal sealed class BackupWriter : IDisposable
{
    private readonly DigestingStream _stream;
    private readonly TarWriter _tar;
    private readonly long _takenAt;
    private readonly StringBuilder _sums = new();

    public BackupWriter(Stream into, long takenAt)
    {
        _stream = new DigestingStream(into);
        _tar = new TarWriter(_stream, TarEntryFormat.Ustar, leaveOpen: true);
        _takenAt = takenAt;
    }

    public void Header(BackupHeader header) => Member(BackupFormat.Header, JsonSerializer.SerializeToUtf8Bytes(header, BackupJson.Default.BackupHeader));

    public void Member(string name, ReadOnlyMemory<byte> content)
    {
        using MemoryStream stream = new(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(content, out ArraySegment<byte> part) ? part.Array! : content.ToArray(), part.Offset, content.Length, writable: false);
        Write(name, stream, SHA256.HashData(content.Span));
    }

    /// <summary>A file whose name is its digest, which the caller has looked at.</summary>
    public void File(byte[] digest, Stream content) => Write(BackupFormat.File(digest), content, digest);

    /// <summary>Ends the file; the SHA-256 is that of everything before the last member, by which a backup is known.</summary>
    public BackupEnd End()
    {
        byte[] sums = Encoding.ASCII.GetBytes(_sums.ToString());
        _tar.WriteEntry(BackupFormat.Entry(BackupFormat.Sums, new MemoryStream(sums), _takenAt));
        BackupEnd end = new(_stream.Length, _stream.Sha256);
        _tar.WriteEntry(BackupFormat.EndEntry(end));
        _tar.Dispose();
        return end;
    }

    /// <summary>A file that was not ended stays so: nothing is written here.</summary>
    public void Dispose() => _stream.Dispose();

    private void Write(string name, Stream content, byte[] digest)
    {
        _tar.WriteEntry(BackupFormat.Entry(name, content, _takenAt));
        _sums.Append(Convert.ToHexStringLower(digest)).Append("  ").Append(name).Append('\n');
    }
}
