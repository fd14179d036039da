using System.Diagnostics;

namespace BlacklistExchange.Load.Hub;

/// <summary>What a hub's processes print: kept in a file, the last lines and the errors also here.</summary>
internal sealed class HubLog : IDisposable
{
    private const int Kept = 20;
    private readonly Lock _gate = new();
    private readonly Queue<string> _last = new();
    private readonly List<string> _faults = [];
    private readonly StreamWriter _file;
    private bool _closed;

    public HubLog(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = new StreamWriter(path, append: true) { AutoFlush = true };
    }

    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults];
            }
        }
    }

    public void Follow(Process process)
    {
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public NotMeasuredException Failed(string what)
    {
        lock (_gate)
        {
            return new NotMeasuredException($"{what}. Its last lines:\n  {string.Join("\n  ", _last)}");
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _file.Dispose();
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_gate)
        {
            if (line.Data is not { } text || _closed)
            {
                return;
            }

            _file.WriteLine(text);
            _last.Enqueue(text);
            if (_last.Count > Kept)
            {
                _last.Dequeue();
            }

            if (_faults.Count < Kept && IsFault(text))
            {
                _faults.Add(text);
            }
        }
    }

    private static bool IsFault(string line) =>
        line.Contains("\"LogLevel\":\"Error\"", StringComparison.Ordinal) || line.Contains("\"LogLevel\":\"Critical\"", StringComparison.Ordinal) || line.StartsWith("Unhandled exception", StringComparison.Ordinal);
}
