using System.CommandLine;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub join</c>: another node over the same database.</summary>
internal static class JoinCommand
{
    private static readonly Option<string> From = new("--from") { Required = true, Description = "The data folder of a node that is there; it may run." };
    private static readonly Option<string> Node = new("--node") { Required = true, Description = "What the new node is called, 2 to 32 of a-z, 0-9 and '-'." };
    private static readonly Option<bool> IfMissing = new("--if-missing") { Description = "Do nothing where --data is this node's folder already: for whatever runs before every start." };

    public static Command Create()
    {
        Command command = new("join", "Makes the data folder of another node over the same PostgreSQL database; keys and list files stay where they are, for both.") { From, Node, IfMissing };
        command.SetAction((parse, _) => OperatorActions.RunAsync(parse, () =>
        {
            DataFolder from = new(parse.GetRequiredValue(From));
            string node = parse.GetRequiredValue(Node);
            if (parse.GetValue(IfMissing) && JoinHub.IsThere(from, parse.Folder(), node))
            {
                parse.InvocationConfiguration.Output.WriteLine($"{parse.Folder().Path} is the data folder of node '{node}' already.");
                return Task.CompletedTask;
            }
            JoinHub.Result made = JoinHub.Run(from, parse.Folder(), node);
            parse.InvocationConfiguration.Output.WriteLine($"""
                Made the data folder of node '{node}'.

                  settings        {made.Settings}   (ports 0: free ones; set Member, Operator and Public)
                  sealed keys     {made.Keys}   (shared: every node must reach it)
                  list files      {made.Files}   (shared)

                On another machine the two shared folders, the connection file and the key-encryption key must be there under the paths
                in its settings.

                Next:
                  bex-hub serve --data {parse.Folder().Path}
                """);
            return Task.CompletedTask;
        }));
        return command;
    }
}
