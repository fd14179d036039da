using BlacklistExchange.Cli.Terminal;

namespace BlacklistExchange.Cli;

/// <summary>What a run of <c>bex</c> sees of the world. A process has <see cref="OfThisProcess"/>; tests give their own streams and clock.</summary>
internal sealed record CliEnvironment
{
    /// <summary>Standard input, bytes: its encoding is found like a file's.</summary>
    public required Stream Input { get; init; }

    /// <summary>Standard output: results.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error: progress, prompts, remarks, faults.</summary>
    public required TextWriter Error { get; init; }

    public bool InputIsTerminal { get; init; }

    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = TextTable.DefaultWidth;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = static _ => null;

    /// <summary>Colours only on terminals that have them, and never against NO_COLOR.</summary>
    public bool HasColours => OutputIsTerminal && string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") != "dumb";

    public static CliEnvironment OfThisProcess() => new()
    {
        Input = Console.OpenStandardInput(),
        Output = Console.Out,
        Error = Console.Error,
        InputIsTerminal = !Console.IsInputRedirected,
        OutputIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Width = TerminalWidth(),
        Variable = Environment.GetEnvironmentVariable,
    };

    private static int TerminalWidth()
    {
        try
        {
            return Console.IsErrorRedirected && Console.IsOutputRedirected ? TextTable.DefaultWidth : Math.Clamp(Console.WindowWidth, 20, 500);
        }
        catch (IOException)
        {
            return TextTable.DefaultWidth;
        }
    }
}
