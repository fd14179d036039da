using System.Security.Cryptography;

namespace BlacklistExchange.Agent.Storage;

/// <summary>Waits that double from one second to a limit, each a random part of it between half and all, so that agents do not come in step.</summary>
internal static class Pause
{
    /// <param name="failures">How many times in a row it has failed, from 1.</param>
    /// <param name="longest">Where doubling ends.</param>
    public static TimeSpan After(int failures, TimeSpan longest)
    {
        double seconds = Math.Min(longest.TotalSeconds, Math.Pow(2, Math.Clamp(failures - 1, 0, 20)));
        return TimeSpan.FromSeconds(seconds * RandomNumberGenerator.GetInt32(500, 1001) / 1000);
    }
}
