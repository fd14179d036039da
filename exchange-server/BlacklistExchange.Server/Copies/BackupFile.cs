using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Copies;

/// <summary>A backup of which every byte is as it was written: it was read whole before this exists.</summary>
internal sealed class BackupFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly Dictionary<string, byte[]> _small = new(StringComparer.Ordinal);

    private BackupFile(FileStream stream) => _stream = stream;

    public BackupHeader Header { get; private set; } = null!;

    /// <summary>Of everything but the last member.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>Settings and certificates.</summary>
    public byte[] Small(string name) => _small.TryGetValue(name, out byte[]? bytes) ? bytes : throw new SetupException($"{_stream.Name} holds no {name}: another program wrote it.");

    /// <summary>Throws <see cref="SetupException"/> when it is no backup, was cut, is damaged, or was taken by a newer program.</summary>
    public static BackupFile Open(string path, CopyProgress progress)
    {
        FileStream stream;
        try
        {
            stream = new(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read, Options = FileOptions.SequentialScan });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"--from {path} cannot be read: {exception.Message}", exception);
        }
        BackupFile file = new(stream);
        try
        {
            file.RequireFormat();
            file.Verify(progress);
            file.ReadSmall();
            return file;
        }
        catch (Exception exception) when (IsMalformed(exception))
        {
            file.Dispose();
            throw new SetupException($"{path} is no backup that this program can read: {exception.Message}", exception);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Every member in its order; a content is to be read before the next is asked for.</summary>
    public IEnumerable<TarEntry> Members()
    {
        _stream.Position = 0;
        using TarReader tar = new(_stream, leaveOpen: true);
        while (tar.GetNextEntry() is { } entry)
        {
            yield return entry;
        }
    }

    /// <summary>What a damaged file makes the framework throw.</summary>
    public static bool IsMalformed(Exception exception) =>
        exception is InvalidDataException or EndOfStreamException or FormatException or JsonException or ArgumentException or OverflowException;

    public void Dispose() => _stream.Dispose();

    private void RequireFormat()
    {
        TarEntry? first = null;
        try
        {
            first = Members().FirstOrDefault();
        }
        catch (Exception exception) when (IsMalformed(exception))
        {
            // Said below.
        }
        if (first?.Name != BackupFormat.Header || first.DataStream is not { Length: < BackupFormat.LongestPiece } content)
        {
            throw new SetupException($"{_stream.Name} does not begin as a backup of bex-hub.");
        }
        int format = 0;
        try
        {
            using JsonDocument header = JsonDocument.Parse(content);
            format = header.RootElement.GetProperty("format").GetInt32();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or IOException)
        {
            // A damaged beginning; the whole says more.
        }
        if (format > BackupFormat.Version)
        {
            throw new SetupException($"{_stream.Name} has format {format}, and this program reads {BackupFormat.Version}: use the bex-hub that took it, or a newer one.");
        }
    }

    private void Verify(CopyProgress progress)
    {
        long length = _stream.Length - BackupFormat.EndSize;
        if (length > 0)
        {
            Sha256 = Digest(length, progress);
            byte[] end = new byte[BackupFormat.EndSize];
            _stream.ReadExactly(end);
            if (end.AsSpan().SequenceEqual(BackupFormat.EndBytes(new BackupEnd(length, Sha256))))
            {
                return;
            }
        }
        throw new SetupException($"{_stream.Name} is not as it was written: {Damage()} Nothing was restored. Take another copy of it, or an older backup.");
    }

    /// <summary>Of the first bytes; the file stands behind them afterwards.</summary>
    private string Digest(long length, CopyProgress progress)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 20];
        _stream.Position = 0;
        for (long done = 0; done < length;)
        {
            int read = _stream.Read(buffer, 0, (int)Math.Min(buffer.Length, length - done));
            if (read == 0)
            {
                break;
            }
            hash.AppendData(buffer, 0, read);
            done += read;
            progress.Report("verified, bytes", done, length);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>For people: where it is cut or what differs, as far as that can be told.</summary>
    private string Damage()
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        string last = "the beginning";
        try
        {
            foreach (TarEntry member in Members())
            {
                last = member.Name;
                if (member.Name == BackupFormat.Sums)
                {
                    using StreamReader sums = new(member.DataStream ?? Stream.Null, Encoding.ASCII);
                    string[] lines = sums.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
                    string? wrong = lines.FirstOrDefault(line => line.Length < 66 || found.GetValueOrDefault(line[66..]) != line[..64]);
                    return wrong is null ? "its end differs or was cut off." : $"member {(wrong.Length > 66 ? wrong[66..] : BackupFormat.Sums)} differs.";
                }
                found[member.Name] = Convert.ToHexStringLower(SHA256.HashData(member.DataStream ?? Stream.Null));
            }
        }
        catch (Exception exception) when (IsMalformed(exception) || exception is IOException)
        {
            return $"it cannot be read beyond {last}; it was cut or damaged there.";
        }
        return $"it was cut after {last}.";
    }

    private void ReadSmall()
    {
        foreach (TarEntry member in Members().TakeWhile(static member => !member.Name.StartsWith("tables/", StringComparison.Ordinal)))
        {
            _small[member.Name] = Bytes(member);
        }
        Header = JsonSerializer.Deserialize(Small(BackupFormat.Header), BackupJson.Default.BackupHeader) ?? throw new InvalidDataException("Its header is null.");
    }

    /// <summary>A member that is small by its kind.</summary>
    public static byte[] Bytes(TarEntry member)
    {
        if (member.Length > BackupFormat.LongestPiece)
        {
            throw new InvalidDataException($"Member {member.Name} has {member.Length} bytes, more than any program writes.");
        }
        byte[] bytes = new byte[member.Length];
        member.DataStream?.ReadExactly(bytes);
        return bytes;
    }
}
