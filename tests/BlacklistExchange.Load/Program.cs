using System.CommandLine;
using BlacklistExchange.Load;
using BlacklistExchange.Load.Verbs;

RootCommand root = new("Presses a Blacklist Exchange hub, keeps a ledger of what it acknowledged, and verifies afterwards that it has kept it.")
{
    RunCommand.Create(),
    PrepareCommand.Create(),
    VerifyCommand.Create(),
    NodesCommand.Create(),
};
ParseResult parse = root.Parse(args);
// A run that is told to stop lets what is under way come to its end and prints what it has.
int code = await parse.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });
return parse.Errors.Count > 0 ? ExitCodes.Usage : code;
