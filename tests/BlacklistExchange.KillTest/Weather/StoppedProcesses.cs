using System.Globalization;

namespace BlacklistExchange.KillTest.Weather;

/// <summary>A process and all that came from it, stopped by SIGSTOP until this is disposed: what listens still listens, and nobody answers.</summary>
internal sealed class StoppedProcesses : IDisposable
{
    private readonly string _note;
    private readonly List<int> _stopped = [];

    private StoppedProcesses(string note) => _note = note;

    /// <param name="parent">It goes on itself.</param>
    /// <param name="note">A file that names who is stopped, for whoever cleans up after a run that was killed.</param>
    public static StoppedProcesses Under(int parent, string note)
    {
        StoppedProcesses stopped = new(note);
        // Whoever was begun while the others were being stopped comes in the next round.
        for (int[] next = stopped.Running(parent); next.Length > 0; next = stopped.Running(parent))
        {
            stopped._stopped.AddRange(next);
            File.WriteAllLines(note, stopped._stopped.Select(static one => one.ToString(CultureInfo.InvariantCulture)));
            Signal("-STOP", next);
        }
        return stopped;
    }

    /// <summary>Signal 9 to all of them; nobody has done anything since they were stopped.</summary>
    public void Kill()
    {
        Signal("-KILL", _stopped);
        _stopped.Clear();
    }

    public void Dispose()
    {
        if (_stopped.Count > 0)
        {
            Signal("-CONT", _stopped);
        }
        File.Delete(_note);
    }

    private int[] Running(int parent)
    {
        ILookup<int, int> children = Directory.EnumerateDirectories("/proc").Select(static path => int.TryParse(Path.GetFileName(path), out int pid) ? pid : 0).Where(static pid => pid > 0).ToLookup(ParentOf);
        List<int> found = [];
        Queue<int> open = new([parent]);
        while (open.TryDequeue(out int pid))
        {
            found.AddRange(children[pid]);
            foreach (int child in children[pid])
            {
                open.Enqueue(child);
            }
        }
        return [.. found.Except(_stopped)];
    }

    /// <summary>The second field after the name, which ends with the last bracket; 0 when the process is gone.</summary>
    private static int ParentOf(int pid)
    {
        try
        {
            string line = File.ReadAllText($"/proc/{pid}/stat");
            return int.Parse(line[(line.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static void Signal(string signal, IEnumerable<int> processes) =>
        Mounts.Run("kill", [signal, .. processes.Select(static one => one.ToString(CultureInfo.InvariantCulture))]);
}
