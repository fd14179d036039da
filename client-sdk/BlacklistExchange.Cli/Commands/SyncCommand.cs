using System.CommandLine;
using System.Text.Json.Nodes;
using BlacklistExchange.Cli.Queries;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;

namespace BlacklistExchange.Cli.Commands;

/// <summary><c>bex sync</c>: fetches the newest list and verifies it.</summary>
internal static class SyncCommand
{
    public static Command Create(CliEnvironment environment, GlobalOptions globals)
    {
        ClientOptions client = new();
        Command command = new("sync", "Bring the local list up to date.");
        client.AddTo(command);
        CommandRun.Bind(command, environment, globals, (run, cancellationToken) => SyncAsync(run, client, cancellationToken));
        return command;
    }

    private static async Task<int> SyncAsync(CommandRun run, ClientOptions options, CancellationToken cancellationToken)
    {
        await using ExchangeClient client = await options.OpenAsync(run, cancellationToken);
        SyncReport report = await client.SyncAsync(cancellationToken);
        if (report.Failure is { } failure)
        {
            run.Remark(report.Sequence is null ? "There is no local list." : $"The list from before stays in force: sequence {report.Sequence}, issued {report.IssuedAt:u}.");
            throw failure;
        }
        if (run.Json)
        {
            run.Say(new JsonObject
            {
                ["outcome"] = KebabName.Of(report.Outcome),
                ["list"] = client.List,
                ["sequence"] = report.Sequence,
                ["issued_at"] = report.IssuedAt?.ToUnixTimeSeconds(),
                ["entries"] = report.Entries,
                ["epochs"] = new JsonArray([.. report.Epochs.Select(static epoch => JsonValue.Create(epoch))]),
                ["files_by_delta"] = report.FilesByDelta,
                ["files_fetched"] = report.FilesFetched,
                ["bytes_received"] = report.BytesReceived,
            });
            return ExitCode.Clear;
        }
        string age = report.IssuedAt is { } issued ? SingleQuery.Age(run.Environment.Time.GetUtcNow() - issued) : "?";
        run.Say($"{client.List}: {KebabName.Of(report.Outcome)}, sequence {report.Sequence}, {age} old, {report.Entries} entries in epoch {string.Join(", ", report.Epochs)}.");
        run.Say($"{report.FilesFetched} files fetched, {report.FilesByDelta} by delta, {report.BytesReceived} bytes.");
        return ExitCode.Clear;
    }
}
