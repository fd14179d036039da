using System.CommandLine;
using BlacklistExchange.Server.Reconciliation;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub reconcile [--seen LIST:SEQUENCE[:EPOCH]]… [--revoke MEMBER]… --yes</c></summary>
internal static class ReconcileCommand
{
    private static readonly Option<string[]> Seen = new("--seen")
    {
        Description = "LIST:SEQUENCE or LIST:SEQUENCE:EPOCH, the highest that members have seen; raises what is reckoned. Repeat it for each list.",
    };

    private static readonly Option<string[]> Revoke = new("--revoke") { Description = "A member, or the SHA-256 of a TLS key (64 hex digits), that was revoked after the backup. Repeat it for each." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only say what would be done." };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Do it." };

    public static Command Create()
    {
        Command command = new("reconcile", "Lets a restored hub take changes again: all budgets spent, numbers above whatever was lost. Without --yes it only says so.") { Seen, Revoke, DryRun, Yes };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            ParseResult parse = call.Parse;
            bool done = parse.GetValue(Yes);
            if (done && parse.GetValue(DryRun))
            {
                throw new SetupException("--dry-run and --yes say the opposite; give one of them.");
            }
            ReconcileRequest request = new(!done, [.. (parse.GetValue(Seen) ?? []).Select(ReadSeen)], parse.GetValue(Revoke) ?? []);
            ReconcileResponse reconciled = await call.Client.PostAsync("reconcile", request, ReconciliationJson.Default.ReconcileRequest, ReconciliationJson.Default.ReconcileResponse, cancellationToken);
            call.Print(reconciled, ReconciliationJson.Default.ReconcileResponse, ReconcileText.Of(reconciled));
            if (!done && !parse.GetValue(DryRun))
            {
                // A script that forgot --yes must not take this for done.
                throw new SetupException("Nothing was changed. Do it with --yes.");
            }
        });
        return command;
    }

    private static SeenNumbers ReadSeen(string text)
    {
        string[] parts = text.Split(':');
        long epoch = 0;
        return parts.Length is 2 or 3 && long.TryParse(parts[1], out long sequence) && (parts.Length == 2 || long.TryParse(parts[2], out epoch))
            ? new SeenNumbers(parts[0], sequence, epoch)
            : throw new SetupException($"--seen '{text}' is not LIST:SEQUENCE or LIST:SEQUENCE:EPOCH.");
    }
}
