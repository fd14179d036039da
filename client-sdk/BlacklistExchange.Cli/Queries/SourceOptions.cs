using System.CommandLine;
using BlacklistExchange.Cli.Csv;

namespace BlacklistExchange.Cli.Queries;

/// <summary>Where identifiers come from: a prompt, standard input, a file with one a line, or a column of a CSV file. Never an argument by accident.</summary>
internal sealed class SourceOptions
{
    public Argument<string?> Source { get; } = new("FILE")
    {
        Description = "A text file with one identifier a line, or - for standard input. Without it, and without --csv, you are prompted.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Option<string?> OnCommandLine { get; } = new("--yes-on-the-command-line")
    {
        Description = "One identifier here, although it stays in the shell's history and in the process list.",
        HelpName = "VALUE",
    };

    public Option<string?> Csv { get; } = new("--csv") { Description = "A CSV file (RFC 4180), or - for standard input.", HelpName = "FILE" };

    public Option<string?> Column { get; } = new("--column") { Description = "With --csv: the column with the identifiers, by heading, or by number with --no-header.", HelpName = "COLUMN" };

    public Option<bool> NoHeader { get; } = new("--no-header") { Description = "With --csv: the first line is data; columns are numbers from 1." };

    public Option<string> Encoding { get; } = new("--encoding")
    {
        Description = "auto (UTF-8, else GB18030), utf-8 or gb18030.",
        HelpName = "NAME",
        DefaultValueFactory = static _ => InputEncoding.Auto,
    };

    public SourceOptions() => Encoding.AcceptOnlyFromAmong([.. InputEncoding.Names]);

    public void AddTo(Command command)
    {
        command.Add(Source);
        command.Add(OnCommandLine);
        command.Add(Csv);
        command.Add(Column);
        command.Add(NoHeader);
        command.Add(Encoding);
    }
}
