namespace BlacklistExchange.Cli.Terminal;

/// <summary>
/// One line on stderr that appears when something takes longer than two seconds, is renewed at most five times a second and leaves nothing behind. Silent unless
/// stderr is a terminal.
/// </summary>
internal sealed class ProgressLine(CliEnvironment environment, string what) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly long _started = environment.Time.GetTimestamp();
    private long _drawn;
    private bool _shown;

    public void Report(long done, long? total = null, DateTimeOffset? waitingUntil = null)
    {
        string share = total is > 0 ? $" of {total} ({100 * done / total} %)" : "";
        string wait = waitingUntil is { } until ? $", waiting for the budget until {until:HH:mm:ss} UTC" : "";
        Report($"{done}{share}, {environment.Time.GetElapsedTime(_started):hh\\:mm\\:ss}{wait}");
    }

    public void Report(string state)
    {
        if (!environment.ErrorIsTerminal || environment.Time.GetElapsedTime(_started) < Patience || (_shown && environment.Time.GetElapsedTime(_drawn) < Interval))
        {
            return;
        }
        _drawn = environment.Time.GetTimestamp();
        _shown = true;
        environment.Error.Write("\r" + DisplayWidth.Fit($"{what}: {state}", environment.Width - 1));
    }

    public void Dispose()
    {
        if (_shown)
        {
            environment.Error.Write("\r" + new string(' ', environment.Width - 1) + "\r");
        }
    }
}
