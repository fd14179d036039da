namespace BlacklistExchange.Cli.Queries;

/// <summary>What a run that was stopped has left, read without changing it.</summary>
/// <param name="Written">The rows of its result file that have a verdict.</param>
/// <param name="Unwritten">Rows it asked for without writing a verdict.</param>
internal sealed record EarlierRun(WrittenRows Written, int Unwritten)
{
    /// <summary>Reads a result file and the note beside it; null when there is none.</summary>
    /// <exception cref="InputException">It is not a result of this command.</exception>
    public static EarlierRun? Read(string path, string[] header, bool retryStale)
    {
        if (!File.Exists(path))
        {
            return null;
        }
        WrittenRows written = WrittenRows.Read(path, header, retryStale, static _ => { });
        return new EarlierRun(written, AskedLog.Read(path).CountOutside(written.Lines));
    }
}
