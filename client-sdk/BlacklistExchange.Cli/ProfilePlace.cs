using BlacklistExchange.Client;

namespace BlacklistExchange.Cli;

/// <summary>Finds the profile's directory: --profile, else BEX_PROFILE, else the only one under ~/.config/bex.</summary>
internal static class ProfilePlace
{
    /// <summary>Where profiles lie by default: $XDG_CONFIG_HOME/bex, else ~/.config/bex.</summary>
    public static string Home(CliEnvironment environment)
    {
        string? config = environment.Variable("XDG_CONFIG_HOME");
        return Path.Combine(string.IsNullOrEmpty(config) ? Path.Combine(environment.Variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config") : config, "bex");
    }

    /// <exception cref="InputException">There is none, or more than one and nobody said which.</exception>
    public static string Find(CommandRun run)
    {
        string home = Home(run.Environment);
        string? chosen = run.ProfileOption ?? run.Environment.Variable("BEX_PROFILE");
        if (!string.IsNullOrEmpty(chosen))
        {
            string named = Path.Combine(home, chosen);
            return chosen.Contains(Path.DirectorySeparatorChar) || Directory.Exists(chosen) || !Directory.Exists(named) ? chosen : named;
        }
        string[] present = Directory.Exists(home) ? [.. Directory.GetDirectories(home).Order(StringComparer.Ordinal)] : [];
        return present switch
        {
            [var only] => only,
            [] => throw new InputException($"There is no profile under {home}: make one with 'bex profile init NAME', or name one with --profile."),
            _ => throw new InputException($"There are several profiles ({string.Join(", ", present.Select(Path.GetFileName))}): name one with --profile or BEX_PROFILE."),
        };
    }

    public static ExchangeProfile Open(CommandRun run) => ExchangeProfile.Open(Find(run));
}
