using System.CommandLine;

namespace BlacklistExchange.Cli;

/// <summary>Options that every command understands, wherever they stand.</summary>
internal sealed class GlobalOptions
{
    public Option<string?> Profile { get; } = new("--profile")
    {
        Description = "Profile: a directory, or a name under ~/.config/bex. Default: $BEX_PROFILE, else the only profile there is.",
        HelpName = "DIR|NAME",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json") { Description = "For machines: one JSON object, or one a line (NDJSON) where there are many.", Recursive = true };

    public void AddTo(RootCommand root)
    {
        root.Add(Profile);
        root.Add(Json);
    }
}
