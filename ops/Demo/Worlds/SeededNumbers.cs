using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BlacklistExchange.Demo.Worlds;

/// <summary>Numbers that follow from a seed, the same on every machine: SHA-256 in counter mode. For invented data only.</summary>
internal sealed class SeededNumbers(long seed)
{
    private readonly byte[] _block = new byte[16];
    private long _counter;

    /// <summary>A number from 0 to <paramref name="exclusive"/> − 1.</summary>
    public int Below(int exclusive)
    {
        BinaryPrimitives.WriteInt64BigEndian(_block, seed);
        BinaryPrimitives.WriteInt64BigEndian(_block.AsSpan(8), _counter++);
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(_block)) % (ulong)exclusive);
    }

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>A string of <paramref name="length"/> characters of <paramref name="alphabet"/>.</summary>
    public string Text(int length, string alphabet = "0123456789") => string.Create(length, this, (span, numbers) =>
    {
        for (int i = 0; i < span.Length; i++)
        {
            span[i] = alphabet[numbers.Below(alphabet.Length)];
        }
    });

    /// <summary>The same rows in another order.</summary>
    public List<T> Shuffled<T>(IEnumerable<T> rows)
    {
        List<T> shuffled = [.. rows];
        for (int i = shuffled.Count - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }
        return shuffled;
    }
}
