using System.Data.Common;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Officers;

/// <summary>
/// From one KEK to the next, in three steps that may be stopped anywhere: <see cref="Stage"/> writes every key sealed anew into a folder beside the present ones, <see cref="Commit"/>
/// wraps every column anew and names the new KEK in one transaction, <see cref="Settle"/> moves the staged files over the old ones. Before the commit the old KEK opens
/// everything, after it the new one does; which of the two holds, the database says, and every start settles what a stop has left.
/// </summary>
internal static class KekRotation
{
    public const string Staged = "next";

    /// <summary>A KEK of before, sealed under the present one: a database that comes back from an older copy needs it.</summary>
    private const string FormerPurpose = "bex/kek/generation/v1";

    /// <summary>What key files are for: a file opens under one of them or is not ours.</summary>
    private static readonly string[] Purposes = [KeyNames.EcdsaPurpose, EpochKeys.Purpose, FormerPurpose];

    /// <summary>Everything durable when it returns, and nothing in use yet. Throws <see cref="SetupException"/> when a key file does not open.</summary>
    public static void Stage(string keyFolder, PinnedSecret present, OfficersRecord before, PinnedSecret next, OfficersRecord after)
    {
        string staged = Path.Combine(keyFolder, Staged);
        if (Directory.Exists(staged))
        {
            Directory.Delete(staged, recursive: true);
        }
        using Kek presentKek = new(present);
        using Kek nextKek = new(next);
        KeyFolder from = new(keyFolder, presentKek);
        KeyFolder to = new(staged, nextKek);
        Posix.FsyncFolder(keyFolder);
        foreach (string name in from.Names.Order(StringComparer.Ordinal))
        {
            (PinnedSecret key, string purpose) = OpenAs(from, name);
            using (key)
            {
                to.Seal(name, purpose, key.Span);
            }
        }
        to.Seal(NameOfFormer(before.Generation), FormerPurpose, present.Span);
        after.Write(staged);
    }

    /// <summary>The moment from which the new KEK holds. Returns how many entry keys were wrapped anew.</summary>
    public static long Commit(StoreEngine engine, PinnedSecret present, PinnedSecret next, OfficersRecord before, OfficersRecord after, string actor, DateTimeOffset now)
    {
        using Kek from = new(present);
        using Kek to = new(next);
        return Write(engine, (connection, transaction) =>
        {
            if (GenerationSql.Find(connection, transaction) is not { } row || !before.IsOf(row.KeyId))
            {
                throw new SetupException("The database is of another generation of the KEK than the key folder. Start the hub once with shares of the present generation: it brings them together.");
            }
            long count = RewrapEntries.Run(connection, transaction, from, to);
            GenerationSql.Set(connection, transaction, after.Generation, after.KeyId, now.ToUnixTimeSeconds());
            AuditLog.AppendAtConsole(connection, transaction, actor, "officer replace", $"kek/{after.Generation}", $"new officers: {string.Join(", ", after.Officers)}", now);
            return count;
        });
    }

    /// <summary>Finishes a switch that the database has already decided; true when there was one. Needs no KEK, and may run on several nodes at once.</summary>
    public static bool Settle(StoreEngine engine, string keyFolder)
    {
        string staged = Path.Combine(keyFolder, Staged);
        if (OfficersRecord.Read(staged) is not { } after)
        {
            return false;
        }
        using (DbConnection connection = engine.OpenWriter())
        {
            if (GenerationSql.Find(connection, null) is not { } row || !after.IsOf(row.KeyId))
            {
                return false;
            }
        }
        // The record last: as long as it is there, a start looks again.
        foreach (string path in Directory.EnumerateFiles(staged, "*.key").Append(Path.Combine(staged, OfficersRecord.FileName)).ToArray())
        {
            Move(path, Path.Combine(keyFolder, Path.GetFileName(path)));
        }
        Posix.FsyncFolder(keyFolder);
        if (Directory.Exists(staged))
        {
            Directory.Delete(staged, recursive: true);
        }
        return true;
    }

    /// <summary>
    /// A database that comes from an older copy than the key folder is brought to the present KEK, in one transaction; null when there was nothing to do, else how many keys
    /// were wrapped anew. Throws <see cref="SetupException"/> when the key folder is the older one, or they do not belong together.
    /// </summary>
    public static long? CatchUp(StoreEngine engine, string keyFolder, Kek kek, OfficersRecord record, DateTimeOffset now)
    {
        KekGeneration? found;
        using (DbConnection connection = engine.OpenWriter())
        {
            found = GenerationSql.Find(connection, null);
        }
        long generation = found?.Generation ?? 1;
        if (found is not null && record.IsOf(found.KeyId))
        {
            return null;
        }
        if (generation > record.Generation || generation == record.Generation && found is not null)
        {
            throw new SetupException($"The database is of generation {generation} of the KEK, the key folder {keyFolder} of generation {record.Generation}{(generation == record.Generation ? " of another exchange" : "")}: bring back the key folder that belongs to the database.");
        }
        using Kek? from = generation == record.Generation ? null : Former(new KeyFolder(keyFolder, kek), (int)generation, found);
        return Write(engine, (connection, transaction) =>
        {
            if (GenerationSql.Find(connection, transaction) is { } row && record.IsOf(row.KeyId))
            {
                return 0; // Another node was first.
            }
            long count = from is null ? 0 : RewrapEntries.Run(connection, transaction, from, kek);
            GenerationSql.Set(connection, transaction, record.Generation, record.KeyId, now.ToUnixTimeSeconds());
            AuditLog.AppendAtConsole(connection, transaction, "bex-hub", "kek catch up", $"kek/{record.Generation}", $"the database came from a copy of generation {generation}", now);
            return count;
        });
    }

    /// <summary>One transaction of a stopped hub. Throws <see cref="SetupException"/> unless it is kept.</summary>
    public static T Write<T>(StoreEngine engine, Func<DbConnection, DbTransaction, T> work)
    {
        using DbConnection connection = engine.OpenWriter();
        using WriteTransaction write = engine.BeginWrite(connection);
        T result = work(connection, write.Transaction);
        CommitOutcome outcome = write.Commit();
        outcome = outcome.End == CommitEnd.Unknown ? write.Ask() : outcome;
        return outcome.End == CommitEnd.Kept ? result : throw new SetupException(
            $"{engine.Place} has not said that it keeps this. Start the hub: shares of whichever generation it asks for are the ones that hold; 'bex-hub officer status' names it.", outcome.Cause!);
    }

    private static Kek Former(KeyFolder keys, int generation, KekGeneration? found)
    {
        using PinnedSecret secret = keys.Open(NameOfFormer(generation), FormerPurpose);
        return found is null || Kek.IdOf(secret).AsSpan().SequenceEqual(found.KeyId) ? new Kek(secret)
            : throw new SetupException($"The database is wrapped under a KEK of generation {generation} that this key folder never had: it belongs to another exchange or copy.");
    }

    private static (PinnedSecret Key, string Purpose) OpenAs(KeyFolder keys, string name)
    {
        SetupException? refused = null;
        foreach (string purpose in Purposes)
        {
            try
            {
                return (keys.Open(name, purpose), purpose);
            }
            catch (SetupException exception)
            {
                refused = exception;
            }
        }
        throw new SetupException($"{refused!.Message} Nothing was changed; move the file away if no epoch needs it.", refused);
    }

    private static void Move(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: true);
        }
        catch (IOException) when (!File.Exists(from))
        {
            // Another node that starts now has moved it.
        }
    }

    private static string NameOfFormer(int generation) => $"kek-generation-{generation}";
}
