using System.Security.Cryptography;

namespace BlacklistExchange.Client.Hub;

/// <summary>How often and after which waits a request is repeated: full jitter over a doubling wait, so that members do not return in step.</summary>
internal static class Backoff
{
    /// <summary>Tries in all. The hub answers the same evaluation three times without charging it again.</summary>
    public const int Attempts = 3;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromSeconds(5);

    /// <summary>The wait before attempt <paramref name="next"/> (from 1): what the hub asks for when it is short, else a random part of a doubling wait.</summary>
    public static TimeSpan Before(int next, TimeSpan? asked)
    {
        if (asked is { } wait && wait <= LongestAsked)
        {
            return wait + Jitter(First);
        }
        return Jitter(First * (1 << Math.Min(next, 8)));
    }

    private static TimeSpan Jitter(TimeSpan most) => most * (RandomNumberGenerator.GetInt32(1, 1001) / 1000.0);
}
