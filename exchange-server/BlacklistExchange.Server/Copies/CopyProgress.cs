using System.Globalization;

namespace BlacklistExchange.Server.Copies;

/// <summary>Says every two seconds how far a copy is; one that takes less says nothing.</summary>
internal sealed class CopyProgress(TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private long _said = time.GetTimestamp();

    public void Report(string what, long done, long all)
    {
        if (time.GetElapsedTime(_said) >= Pause)
        {
            _said = time.GetTimestamp();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what}: {done:N0} of {all:N0}"));
        }
    }
}
