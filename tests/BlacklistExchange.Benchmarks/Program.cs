using System.CommandLine;
using BlacklistExchange.Benchmarks;
using BlacklistExchange.Benchmarks.Copies;
using BlacklistExchange.Benchmarks.Groups;
using BlacklistExchange.Benchmarks.Lists;

RootCommand root = new("Measures the Blacklist Exchange. Each figure group takes --quick (under a minute) and ends with one line of name=value pairs.");
foreach (FigureGroup group in FigureGroup.All)
{
    root.Subcommands.Add(group.ToCommand());
}

root.Subcommands.Add(BdnCommand.Create());
root.Subcommands.Add(CopyPart.ToCommand());
root.Subcommands.Add(MemberPart.ToCommand());
root.Subcommands.Add(GroupPart.ToCommand());
ParseResult parse = root.Parse(args);
int code = await parse.InvokeAsync();
return parse.Errors.Count > 0 ? ExitCodes.Usage : code;
