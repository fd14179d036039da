using System.Data.Common;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Officers;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>The folder in which the operator keeps the sealed keys. They are copied as they are, sealed; whether they open is seen when the hub serves.</summary>
internal sealed class RestoredKeys(string from)
{
    private const string Extension = ".key";

    /// <summary>How names of epochs' keys begin; other keys belong to the exchange.</summary>
    private const string Epoch = "epoch.";
    private static readonly string[] Own = [KeyNames.Root, KeyNames.Signing, KeyNames.ServerTls];

    /// <summary>Throws <see cref="SetupException"/> when the exchange's own keys are not there.</summary>
    public void RequireOwn()
    {
        if (!Directory.Exists(from))
        {
            throw new SetupException($"--keys {from} is no folder. Name the folder of the hub's sealed keys, or the copy of it; they are in no backup.");
        }
        Require(Own);
    }

    /// <summary>
    /// Copies every key but those of epochs that have ended or that no row names: a key of an ended epoch must not come back, and one that was made after the backup belongs to an
    /// epoch that it does not know. Returns how many were copied and how many stay where they are.
    /// </summary>
    public (int Copied, int Left) Copy(DbConnection connection, DbTransaction transaction, string into, long now)
    {
        string[] living = [.. EpochSql.Undestroyed(connection, transaction).Where(epoch => !DestroyEndedEpochs.IsOver(epoch, now))
            .SelectMany(epoch => EpochSql.Keys(connection, transaction, epoch.List, epoch.Epoch)).Select(static key => key.KeyFile)];
        Require(living);
        int copied = CopyFolder(from, into, living);
        if (Directory.Exists(Path.Combine(from, KekRotation.Staged)))
        {
            CopyFolder(Path.Combine(from, KekRotation.Staged), Path.Combine(into, KekRotation.Staged), living);
        }
        return (copied, Names(from).Count() - copied);
    }

    /// <summary>With the record of the officers, where there is one.</summary>
    private static int CopyFolder(string from, string into, string[] living)
    {
        DataFolder.Create(into);
        string[] names = [.. Names(from).Where(name => !name.StartsWith(Epoch, StringComparison.Ordinal) || living.Contains(name, StringComparer.Ordinal))];
        foreach (string file in names.Select(static name => name + Extension).Append(OfficersRecord.FileName).Where(file => File.Exists(Path.Combine(from, file))))
        {
            DurableFile.Write(Path.Combine(into, file), File.ReadAllBytes(Path.Combine(from, file)));
        }
        return names.Length;
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(folder, "*" + Extension).Select(static path => Path.GetFileNameWithoutExtension(path)).Where(static name => name[0] != '.');

    private void Require(IReadOnlyList<string> names)
    {
        string[] missing = [.. names.Where(name => !File.Exists(PathOf(name)))];
        if (missing.Length > 0)
        {
            throw new SetupException($"--keys {from} lacks {missing.Length} sealed key(s), first {missing[0]}{Extension}. Name the folder in which the exchange's keys are kept.");
        }
    }

    private string PathOf(string name) => Path.Combine(from, name + Extension);
}
