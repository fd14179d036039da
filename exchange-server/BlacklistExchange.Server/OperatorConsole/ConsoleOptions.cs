using System.CommandLine;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>The options every verb has.</summary>
internal static class ConsoleOptions
{
    public static readonly Option<string> Data = new("--data", "-d")
    {
        Description = "The hub's data folder (or BEX_HUB_DATA).",
        DefaultValueFactory = static _ => Environment.GetEnvironmentVariable("BEX_HUB_DATA") ?? "hub-data",
        Recursive = true,
    };

    public static readonly Option<string?> Operator = new("--operator")
    {
        Description = "Folder with operator.pem, operator.key and root.pem; default: <data>/operator.",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Print the hub's answer as JSON.",
        Recursive = true,
    };

    public static DataFolder Folder(this ParseResult parse) => new(parse.GetValue(Data)!);

    public static string OperatorFolder(this ParseResult parse) => parse.GetValue(Operator) ?? parse.Folder().At("operator");
}
