using System.CommandLine;
using BlacklistExchange.Load.Nodes;

namespace BlacklistExchange.Load.Verbs;

/// <summary><c>nodes</c>: three hubs over one PostgreSQL behind a balancer, restarted and raced.</summary>
internal static class NodesCommand
{
    public static Command Create()
    {
        Option<string> folder = new("--folder") { Required = true, Description = "An empty folder for the nodes, their logs and the profiles." };
        Command command = new("nodes", "Restarts three nodes in turn under load, renews a certificate meanwhile, races for a budget and revokes a member; tests/nodes/run runs it.") { folder };
        command.SetAction((parse, cancellationToken) => Verb.RunAsync(() => NodesRun.RunAsync(parse.GetRequiredValue(folder), cancellationToken)));
        return command;
    }
}
