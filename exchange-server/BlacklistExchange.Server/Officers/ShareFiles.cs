using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Officers;

/// <summary>Splits a KEK into three files and does not believe it until every pair of them, read back, has given it again.</summary>
internal static class ShareFiles
{
    /// <summary>Where the files of a generation will stand. Throws <see cref="SetupException"/> when one is there: a share is never overwritten.</summary>
    public static IReadOnlyList<string> RequireRoom(string folder, int generation)
    {
        string[] paths = [.. Enumerable.Range(1, SecretSharing.Shares).Select(number => Path.Combine(Path.GetFullPath(folder), $"generation-{generation}-share-{number}.txt"))];
        if (paths.FirstOrDefault(Path.Exists) is { } there)
        {
            throw new SetupException($"{there} is there already. A share is never overwritten: name another folder with --out, or destroy that file if the command that made it did not finish.");
        }
        return paths;
    }

    /// <summary>A new set for the given KEK; nothing is written yet.</summary>
    public static OfficersRecord NewRecord(PinnedSecret kek, int generation, IReadOnlyList<string> officers, DateTimeOffset now)
    {
        string[] faults = [.. officers.Select(ShareText.FaultOfOfficer).OfType<string>(),
            .. officers.Count != SecretSharing.Shares ? [$"Name exactly {SecretSharing.Shares} officers, each with --officer; {officers.Count} are named."] : Array.Empty<string>(),
            .. officers.Distinct(StringComparer.OrdinalIgnoreCase).Count() != officers.Count ? ["Two officers have the same name."] : Array.Empty<string>()];
        return faults.Length > 0 ? throw new SetupException(string.Join('\n', faults))
            : new OfficersRecord(generation, System.Security.Cryptography.RandomNumberGenerator.GetBytes(OfficerShare.SetSize), Kek.IdOf(kek), officers, now.ToUnixTimeSeconds());
    }

    /// <summary>Durable and checked when it returns; after a failure nothing of it is left.</summary>
    public static void Write(IReadOnlyList<string> paths, PinnedSecret kek, OfficersRecord record, string exchange)
    {
        DataFolder.Create(Path.GetDirectoryName(paths[0])!);
        PinnedSecret[] values = SecretSharing.Split(kek.Span);
        try
        {
            for (int i = 0; i < values.Length; i++)
            {
                using OfficerShare share = new(exchange, record.Generation, record.Set, i + 1, record.Officers[i], values[i]);
                using PinnedSecret text = ShareText.Write(share);
                DurableFile.Write(paths[i], stream => stream.Write(text.Span));
            }
            RequireEveryPair(paths, record, exchange);
        }
        catch
        {
            foreach (string path in paths)
            {
                File.Delete(path);
            }
            throw;
        }
    }

    /// <summary>Reads a share; throws <see cref="SetupException"/> with the line that is wrong. The caller disposes of it.</summary>
    public static OfficerShare Read(string path)
    {
        using PinnedSecret text = ReadText(path);
        return ShareText.TryParse(text.Span, out OfficerShare? share, out string? fault) ? share : throw new SetupException($"--share {path}: {fault}");
    }

    /// <summary>The text of a share file, or of standard input for <c>-</c>. The caller disposes of it.</summary>
    public static PinnedSecret ReadText(string path)
    {
        using PinnedSecret buffer = new(ShareText.MaxBytes + 1);
        int length;
        try
        {
            using Stream stream = path == "-" ? Console.OpenStandardInput() : new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, BufferSize = 0 });
            length = stream.ReadAtLeast(buffer.Span, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"--share {path} cannot be read: {exception.Message}", exception);
        }
        PinnedSecret text = new(length);
        buffer.Span[..length].CopyTo(text.Span);
        return text;
    }

    private static void RequireEveryPair(IReadOnlyList<string> paths, OfficersRecord record, string exchange)
    {
        OfficerShare[] shares = [.. paths.Select(Read)];
        try
        {
            foreach ((OfficerShare first, OfficerShare second) in ((OfficerShare, OfficerShare)[])[(shares[0], shares[1]), (shares[0], shares[2]), (shares[1], shares[2])])
            {
                if (ShareRules.Fault(first, record, exchange) is not null || !ShareRules.TryCombine(first, second, record, out PinnedSecret? secret))
                {
                    throw new SetupException($"{paths[first.Number - 1]} and {paths[second.Number - 1]} do not give the KEK when they are read back: the medium is bad. Nothing was changed.");
                }
                secret.Dispose();
            }
        }
        finally
        {
            Array.ForEach(shares, static share => share.Dispose());
        }
    }
}
