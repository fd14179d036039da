using System.CommandLine;
using BlacklistExchange.Server.Snapshots;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub snapshot build [LIST]</c></summary>
internal static class BuildSnapshotCommand
{
    public static Command Create()
    {
        Argument<string?> list = new("list") { Arity = ArgumentArity.ZeroOrOne, Description = "The list to build; all when left out." };
        Command command = new("build", "Builds snapshot and delta files now and signs a new manifest, without waiting for the schedule.") { list };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            BuildSnapshotsRequest request = new(call.Parse.GetValue(list));
            BuildSnapshotsResponse built = await call.Client.PostAsync("snapshots", request, SnapshotsJson.Default.BuildSnapshotsRequest, SnapshotsJson.Default.BuildSnapshotsResponse, cancellationToken);
            call.Print(built, SnapshotsJson.Default.BuildSnapshotsResponse, Text(built));
        });
        return command;
    }

    private static string Text(BuildSnapshotsResponse built) => built.Lists.Count == 0 ? "There is no list." : string.Join('\n', built.Lists.SelectMany(static list => (string[])
    [
        $"{list.List}: manifest {list.Sequence} of {DateTimeOffset.FromUnixTimeSeconds(list.IssuedAt):u}{(list.Files.Count == 0 ? ", no live epoch" : "")}",
        .. list.Files.Select(static file => $"  epoch {file.Epoch} {file.Kind}: {file.Entries} entries, {file.Length} bytes, {(file.Changed ? "new" : "unchanged")}, {file.Deltas} deltas, {file.Digest}"),
    ]));
}
