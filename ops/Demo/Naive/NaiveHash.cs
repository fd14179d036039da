using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;

namespace BlacklistExchange.Demo.Naive;

/// <summary>What a sweep of a slice of the phone space brought to light.</summary>
internal sealed record Sweep(long Tried, TimeSpan Time, IReadOnlyList<string> Found)
{
    public double PerSecond => Tried / Time.TotalSeconds;
}

/// <summary>
/// The obvious design, for comparison: members share SHA-256(salt ‖ phone). Whoever has the list and the salt, which is every member, sweeps the numbers.
/// </summary>
internal static class NaiveHash
{
    /// <summary>The list as every member would hold it.</summary>
    public static HashSet<string> Publish(byte[] salt, IEnumerable<string> phones) =>
        [.. phones.Select(phone => Convert.ToHexString(SHA256.HashData([.. salt, .. System.Text.Encoding.ASCII.GetBytes(phone)])))];

    /// <summary>Tries every number of one prefix, in order, until the time is over.</summary>
    public static Sweep Reverse(byte[] salt, HashSet<string> list, string prefix, TimeSpan limit)
    {
        HashSet<ulong> wanted = [.. list.Select(hash => Convert.ToUInt64(hash[..16], 16))];
        byte[] guess = [.. salt, .. System.Text.Encoding.ASCII.GetBytes(prefix), .. new byte[11 - prefix.Length]];
        Span<byte> digits = guess.AsSpan(salt.Length + prefix.Length);
        Span<byte> hash = stackalloc byte[32];
        List<string> found = [];
        long space = (long)Math.Pow(10, digits.Length);
        Stopwatch watch = Stopwatch.StartNew();
        long tried = 0;
        for (; tried < space && ((tried & 0xFFF) != 0 || watch.Elapsed < limit); tried++)
        {
            Utf8Formatter.TryFormat(tried, digits, out _, new System.Buffers.StandardFormat('D', (byte)digits.Length));
            SHA256.HashData(guess, hash);
            if (wanted.Contains(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(hash)) && list.Contains(Convert.ToHexString(hash)))
            {
                found.Add(prefix + System.Text.Encoding.ASCII.GetString(digits));
            }
        }
        return new Sweep(tried, watch.Elapsed, found);
    }
}
