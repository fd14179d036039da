using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BlacklistExchange.Benchmarks.Guesses;

/// <summary>What a member can do with a list of salted hashes: try every phone.</summary>
internal sealed class NaiveSearch
{
    private const int SaltSize = 16;
    private const int DigitCount = 11;

    private readonly byte[] salt = RandomNumberGenerator.GetBytes(SaltSize);
    private readonly byte[] wanted;

    /// <summary>Hides number <paramref name="hidden"/> of the segment among the hashes.</summary>
    public NaiveSearch(int hidden) => wanted = SHA256.HashData([.. salt, .. Encoding.ASCII.GetBytes(Phones.National(hidden))]);

    /// <summary>Tries some numbers of the segment.</summary>
    /// <returns>The one that was found, or -1.</returns>
    public int Try(int start, int count)
    {
        Span<byte> message = stackalloc byte[SaltSize + DigitCount];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        salt.CopyTo(message);
        long first = long.Parse(Phones.National(start));
        int found = -1;
        for (int i = 0; i < count; i++)
        {
            Utf8Formatter.TryFormat(first + i, message[SaltSize..], out _);
            SHA256.HashData(message, digest);
            found = digest.SequenceEqual(wanted) ? start + i : found;
        }

        return found;
    }
}
