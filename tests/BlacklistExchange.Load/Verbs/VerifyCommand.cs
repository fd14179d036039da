using System.CommandLine;
using System.Text.Json;
using BlacklistExchange.Load.Calls;
using BlacklistExchange.Load.Keeping;
using BlacklistExchange.Load.Preparing;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Load.Verbs;

/// <summary><c>verify</c>: whether the hub has kept what the ledger says it acknowledged.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        Option<string[]> ledgers = new("--ledger") { Required = true, AllowMultipleArgumentsPerToken = true, Description = "Ledgers of all runs, from the first after prepare on." };
        Option<string> profiles = new("--profiles") { Required = true, Description = "The folder of profiles that the runs had." };
        Option<string?> data = new("--data") { Description = "Data folder of a hub: counts rows in its store as well, without writing." };
        Option<bool> json = LoadOptions.Json();
        Command command = new("verify", "Compares ledgers with the hub: each acknowledged report is there exactly once, each charge charged exactly once.") { ledgers, profiles, data, json };
        command.SetAction((parse, cancellationToken) => Verb.RunAsync(async () =>
        {
            LedgerVerdict verdict = await RunAsync(parse.GetRequiredValue(ledgers), parse.GetRequiredValue(profiles), parse.GetValue(data), cancellationToken);
            Console.WriteLine(parse.GetValue(json) ? JsonSerializer.Serialize(verdict, VerdictJson.Default.LedgerVerdict) : LedgerText.Of(verdict));
            return verdict.Kept ? ExitCodes.Done : ExitCodes.Failed;
        }));
        return command;
    }

    public static async Task<LedgerVerdict> RunAsync(IReadOnlyList<string> ledgers, string profiles, string? data, CancellationToken cancellationToken)
    {
        LedgerBook book = LedgerBook.Read(ledgers);
        (var members, var callers) = Preparation.Open(profiles);
        LoadMember[] all = [.. members.Concat(callers).Select(profile => new LoadMember(profile, book.List))];
        try
        {
            LedgerVerdict verdict = new();
            if (data is not null)
            {
                // Before anything is sent again: a report that was lost would be there afterwards.
                StoreRows.Count(book, [.. members.Select(static profile => profile.Bundle.Member)], new DataFolder(data), verdict);
            }

            await new LedgerCheck(book, all, TimeProvider.System, verdict).RunAsync(cancellationToken);
            return verdict;
        }
        finally
        {
            Array.ForEach(all, static member => member.Dispose());
        }
    }
}
