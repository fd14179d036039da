using BlacklistExchange.Cli.Csv;

namespace BlacklistExchange.Cli.Queries;

/// <summary>
/// The CSV file with the verdicts: mode 0600, appended and on the disk after every piece. A resumed run keeps the rows that have a verdict, drops the
/// others (they are asked again, so that the file never has two rows for a line), and refuses a file that belongs to another input.
/// </summary>
internal sealed class ResultFile : IDisposable
{
    private readonly DurableAppend _file;

    private ResultFile(DurableAppend file, AskedLog asked, WrittenRows? written)
    {
        (_file, Asked, Written) = (file, asked, written);
        Unwritten = asked.CountUnwritten(written);
    }

    public AskedLog Asked { get; }

    /// <summary>Rows kept from before; null for a new file.</summary>
    public WrittenRows? Written { get; }

    /// <summary>Rows that earlier runs asked for without writing a verdict.</summary>
    public int Unwritten { get; }

    /// <exception cref="InputException">The file exists and nobody said --resume, or it is not a result of this input.</exception>
    public static ResultFile Open(string path, string[] header, ResumeChoice resume)
    {
        if (!File.Exists(path))
        {
            DurableAppend created = DurableAppend.Create(path);
            created.Write(CsvLine.Of(header));
            return new ResultFile(created, new AskedLog(path), null);
        }
        if (!resume.IsAsked)
        {
            throw new InputException($"{path} exists. Continue it with --resume, or choose another name; nothing is overwritten.");
        }
        WrittenRows? written = null;
        DurableAppend.Replace(path, write =>
        {
            write(CsvLine.Of(header));
            written = WrittenRows.Read(path, header, resume.RetryStale, row => write(CsvLine.Of(row.Fields)));
        });
        return new ResultFile(DurableAppend.Open(path), new AskedLog(path), written);
    }

    /// <summary>True when the line has its verdict already.</summary>
    /// <exception cref="InputException">The line had another key then: the input has changed.</exception>
    public bool Holds(InputRow row) => Written?.Holds(row) ?? false;

    public void Append(string rows) => _file.Write(rows);

    public void Dispose()
    {
        _file.Dispose();
        Asked.Dispose();
    }
}
