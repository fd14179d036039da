using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

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
        [.. phones.Select(phone => Convert.ToHexString(SHA256.HashData([.. salt, .. Encoding.ASCII.GetBytes(phone)])))];

    /// <summary>Tries every number of some prefixes, in order, on one core.</summary>
    public static Sweep Reverse(byte[] salt, HashSet<string> list, IEnumerable<string> prefixes)
    {
        HashSet<ulong> wanted = [.. list.Select(hash => Convert.ToUInt64(hash[..16], 16))];
        List<string> found = [];
        long tried = 0;
        Stopwatch watch = Stopwatch.StartNew();
        foreach (string prefix in prefixes)
        {
            tried += Sweep(salt, list, wanted, prefix, found);
        }
        return new Sweep(tried, watch.Elapsed, found);
    }

    private static long Sweep(byte[] salt, HashSet<string> list, HashSet<ulong> wanted, string prefix, List<string> found)
    {
        byte[] guess = [.. salt, .. Encoding.ASCII.GetBytes(prefix), .. new byte[11 - prefix.Length]];
        Span<byte> digits = guess.AsSpan(salt.Length + prefix.Length);
        StandardFormat format = new('D', (byte)digits.Length);
        Span<byte> hash = stackalloc byte[32];
        long space = (long)Math.Pow(10, digits.Length);
        for (long number = 0; number < space; number++)
        {
            Utf8Formatter.TryFormat(number, digits, out _, format);
            SHA256.HashData(guess, hash);
            if (wanted.Contains(BinaryPrimitives.ReadUInt64BigEndian(hash)) && list.Contains(Convert.ToHexString(hash)))
            {
                found.Add(prefix + Encoding.ASCII.GetString(digits));
            }
        }
        return space;
    }
}
