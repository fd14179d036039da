using System.CommandLine;
using BlacklistExchange.Load.Preparing;
using BlacklistExchange.Server;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Load.Verbs;

/// <summary><c>prepare</c>: list, members and profiles at a hub that runs already.</summary>
internal static class PrepareCommand
{
    public static Command Create()
    {
        Option<string> data = new("--data") { Required = true, Description = "Data folder of the running hub, the builder where there are several nodes." };
        Option<string?> console = new("--operator") { Description = "Folder with the operator's certificate; 'operator' in the data folder if not given." };
        Option<string> profiles = new("--profiles") { Required = true, Description = "Folder for the profiles." };
        Option<Uri?> hub = new("--hub") { Description = "How members reach the hub, https://host:port, for example a balancer; as the hub says it if not given." };
        Option<int> members = LoadOptions.Members();
        Option<int> entries = LoadOptions.Entries();
        Command command = new("prepare", "Makes the list 'load', its members and their profiles at a running hub, once.") { data, console, profiles, hub, members, entries };
        command.SetAction((parse, cancellationToken) => Verb.RunAsync(async () =>
        {
            DataFolder folder = new(parse.GetRequiredValue(data));
            using OperatorClient client = OperatorClient.Open(new Uri(HubAddresses.Read(folder).Operator), parse.GetValue(console) ?? folder.At("operator"));
            await Preparation.RunAsync(client, parse.GetRequiredValue(profiles), parse.GetValue(members), parse.GetValue(entries), parse.GetValue(hub), cancellationToken);
            Console.WriteLine($"Made {parse.GetValue(members)} members, two callers and {parse.GetValue(entries)} entries; profiles in {parse.GetValue(profiles)}.");
            return ExitCodes.Done;
        }));
        return command;
    }
}
