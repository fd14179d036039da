using BlacklistExchange.Cli.Csv;

namespace BlacklistExchange.Cli.Queries;

/// <summary>Opens an input and gives its rows one after the other.</summary>
internal sealed class InputSource : IDisposable
{
    private readonly TextReader _reader;
    private readonly Func<InputRow?> _next;

    private InputSource(TextReader reader, string keyName, bool isSingle, Func<InputRow?> next) => (_reader, KeyName, IsSingle, _next) = (reader, keyName, isSingle, next);

    /// <summary>Heading of the key column.</summary>
    public string KeyName { get; }

    /// <summary>One identifier, from a prompt or the command line.</summary>
    public bool IsSingle { get; }

    /// <summary>Opens what the options say.</summary>
    /// <param name="run">The run.</param>
    /// <param name="options">The options.</param>
    /// <param name="columns">Columns wanted of a CSV file.</param>
    /// <param name="key">Column with the caller's key; null = line numbers.</param>
    /// <param name="prompt">What to ask for.</param>
    /// <exception cref="InputException">Options contradict each other, or the input cannot be read.</exception>
    public static InputSource Open(CommandRun run, SourceOptions options, IReadOnlyList<string> columns, string? key, string prompt)
    {
        string? csv = run.Value(options.Csv);
        string? file = run.Value(options.Source);
        string? value = run.Value(options.OnCommandLine);
        if (new[] { csv, file, value }.Count(static one => one is not null) > 1)
        {
            throw new InputException("Give one of FILE, --csv FILE and --yes-on-the-command-line VALUE.");
        }
        if (csv is not null)
        {
            return OpenCsv(run, options, csv, columns, key);
        }
        if (columns.Count > 0 || key is not null || run.Value(options.NoHeader))
        {
            throw new InputException("--column, --key, --applicant and --no-header need --csv FILE.");
        }
        if (value is not null || (file is null && run.Environment.InputIsTerminal))
        {
            return OpenSingle(value ?? Prompt(run, prompt));
        }
        return OpenLines(run, options, file ?? "-");
    }

    public InputRow? Read() => _next();

    public void Dispose() => _reader.Dispose();

    private static InputSource OpenCsv(CommandRun run, SourceOptions options, string file, IReadOnlyList<string> names, string? key)
    {
        if (names.Count == 0)
        {
            throw new InputException("--csv needs --column COLUMN, or --applicant KIND=COLUMN,…");
        }
        TextReader text = OpenText(run, file, run.Value(options.Encoding)!);
        CsvReader reader = new(text);
        CsvColumns columns = run.Value(options.NoHeader) ? CsvColumns.None() : CsvColumns.Read(reader);
        int[] wanted = [.. names.Select(columns.Find)];
        int? keyIndex = key is null ? null : columns.Find(key);
        int needed = wanted.Append(keyIndex ?? 0).Max();
        return new InputSource(text, key ?? "line", false, () =>
        {
            if (reader.Read() is not { } row)
            {
                return null;
            }
            string number = row.Line.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if ((row.Fault ?? columns.Fault(row, needed)) is { } fault)
            {
                return new InputRow(row.Line, keyIndex is { } at && at < row.Fields.Count ? row.Fields[at] : number, [], fault);
            }
            string[] cells = [.. wanted.Select(index => row.Fields[index])];
            return new InputRow(row.Line, keyIndex is { } index ? row.Fields[index] : number, cells, Broken(cells));
        });
    }

    private static InputSource OpenLines(CommandRun run, SourceOptions options, string file)
    {
        TextReader text = OpenText(run, file, run.Value(options.Encoding)!);
        int line = 0;
        return new InputSource(text, "line", false, () =>
        {
            while (text.ReadLine() is { } content)
            {
                line++;
                if (!string.IsNullOrWhiteSpace(content))
                {
                    return new InputRow(line, line.ToString(System.Globalization.CultureInfo.InvariantCulture), [content], Broken([content]));
                }
            }
            return null;
        });
    }

    private static InputSource OpenSingle(string value)
    {
        InputRow? row = new(1, "1", [value], null);
        return new InputSource(TextReader.Null, "line", true, () =>
        {
            InputRow? one = row;
            row = null;
            return one;
        });
    }

    private static string Prompt(CommandRun run, string prompt)
    {
        run.Environment.Error.Write($"{prompt}: ");
        using StreamReader reader = new(run.Environment.Input, leaveOpen: true);
        return reader.ReadLine() is { Length: > 0 } line ? line : throw new InputException("Nothing was typed.");
    }

    private static TextReader OpenText(CommandRun run, string file, string encoding)
    {
        Stream stream = file == "-" ? run.Environment.Input : OpenFile(file);
        (TextReader reader, string found) = InputEncoding.Open(stream, encoding);
        if (encoding == InputEncoding.Auto && found != InputEncoding.Utf8)
        {
            run.Remark($"The input is not UTF-8; read as {found.ToUpperInvariant()}.");
        }
        return reader;
    }

    /// <summary>The message repeats no name: people put an identifier where a file belongs.</summary>
    private static FileStream OpenFile(string file)
    {
        try
        {
            return File.OpenRead(file);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or IOException)
        {
            string why = exception is UnauthorizedAccessException ? "may not be read (or is a directory)" : "does not exist";
            throw new InputException($"The input file {why}. FILE is a name of a file, - is standard input; an identifier is typed at the prompt, "
                + "so that it does not stay in the shell's history.");
        }
    }

    private static string? Broken(IReadOnlyList<string> cells) => cells.Any(static cell => cell.Contains(InputEncoding.Broken))
        ? "the text is damaged: its bytes are not of the file's encoding (see --encoding)"
        : null;
}
