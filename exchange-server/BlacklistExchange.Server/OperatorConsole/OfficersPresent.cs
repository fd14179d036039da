using BlacklistExchange.Server.Officers;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>Two officers at the machine itself, with their files.</summary>
internal static class OfficersPresent
{
    /// <summary>The KEK and whose shares gave it; the caller disposes of it. Throws <see cref="SetupException"/> with what is wrong with a share.</summary>
    public static (PinnedSecret Kek, IReadOnlyList<string> By) Combine(IReadOnlyList<string> paths, OfficersRecord record, string exchange)
    {
        if (paths.Count != SecretSharing.Threshold)
        {
            throw new SetupException($"Two shares are needed, each with --share; {paths.Count} are named.");
        }
        using OfficerShare first = Read(paths[0], record, exchange);
        using OfficerShare second = Read(paths[1], record, exchange);
        if (first.Number == second.Number)
        {
            throw new SetupException($"Both files are the share of {first.Officer}. Two officers are needed.");
        }
        return ShareRules.TryCombine(first, second, record, out PinnedSecret? secret) ? (secret, [first.Officer, second.Officer])
            : throw new SetupException("The two shares do not give the KEK: one of them was altered. Try each with the third officer's.");
    }

    private static OfficerShare Read(string path, OfficersRecord record, string exchange)
    {
        OfficerShare share = ShareFiles.Read(path);
        if (ShareRules.Fault(share, record, exchange) is { } fault)
        {
            share.Dispose();
            throw new SetupException($"--share {path}: {fault}");
        }
        return share;
    }
}
