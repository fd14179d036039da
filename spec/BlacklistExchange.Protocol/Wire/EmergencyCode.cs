using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace BlacklistExchange.Protocol.Wire;

/// <summary>
/// A member's emergency code: 128 random bits that it makes itself, keeps on paper and apart from its keys, and with which it suspends itself when a key has leaked
/// (spec/protocol.md §9.4). The hub keeps its digest only.
/// </summary>
public static class EmergencyCode
{
    /// <summary>Bytes of <see cref="Digest"/>.</summary>
    public const int DigestSize = SHA256.HashSizeInBytes;

    private const int Size = 16;
    private const int Length = 28;
    private const int Carrying = 26; // characters that carry the code; the rest checks it
    private const int Group = 4;

    /// <summary>Of letters and digits those that no reader takes for another; O is read as 0, I and L as 1.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static ReadOnlySpan<byte> DigestTag => "bex/emergency-code/v1"u8;

    private static ReadOnlySpan<byte> CheckTag => "bex/emergency-code/check/v1"u8;

    /// <summary>Makes a code: seven groups of four characters.</summary>
    public static string Create() => Write(RandomNumberGenerator.GetBytes(Size));

    /// <summary>
    /// What the hub keeps: SHA-256("bex/emergency-code/v1" ‖ length of the name, one byte ‖ name ‖ the 16 bytes). A code of 128 random bits needs no slower function.
    /// </summary>
    /// <param name="member">The member's name.</param>
    /// <param name="code">The code as people write it.</param>
    /// <param name="digest">32 bytes.</param>
    /// <returns>False when the text is no code: wrong length, a character that no code has, or check characters that do not fit.</returns>
    public static bool TryDigest(string member, string? code, [NotNullWhen(true)] out byte[]? digest)
    {
        digest = null;
        if (!TryRead(code, out byte[] bytes) || !Slug.IsValid(member))
        {
            return false;
        }
        digest = SHA256.HashData([.. DigestTag, (byte)member.Length, .. Encoding.ASCII.GetBytes(member), .. bytes]);
        CryptographicOperations.ZeroMemory(bytes);
        return true;
    }

    /// <summary>The digest of a code that <see cref="Create"/> made.</summary>
    /// <exception cref="ArgumentException">The text is no code, or the name is none.</exception>
    public static byte[] Digest(string member, string code) =>
        TryDigest(member, code, out byte[]? digest) ? digest : throw new ArgumentException("An emergency code has 28 characters in seven groups, made by bex.", nameof(code));

    /// <summary>Five bits a character, the last two bits zero, then ten bits of a hash: a slip of the pen passes once in a thousand.</summary>
    private static string Write(byte[] bytes)
    {
        UInt128 value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        int check = Check(bytes);
        StringBuilder text = new();
        for (int index = 0; index < Length; index++)
        {
            int five = index switch
            {
                < Carrying - 1 => (int)(value >> (8 * Size - 5 * (index + 1)) & 31u),
                Carrying - 1 => (int)(value & 7u) << 2,
                Carrying => check >> 5,
                _ => check,
            };
            text.Append(index > 0 && index % Group == 0 ? "-" : "").Append(Alphabet[five & 31]);
        }
        return text.ToString();
    }

    private static bool TryRead(string? text, out byte[] bytes)
    {
        bytes = new byte[Size];
        UInt128 value = 0;
        int count = 0;
        int check = 0;
        foreach (char one in text ?? "")
        {
            if (one is '-' or ' ' or '\t' or '\r' or '\n')
            {
                continue;
            }
            int five = Alphabet.IndexOf(Letter(one), StringComparison.Ordinal);
            if (five < 0 || count == Length || count == Carrying - 1 && (five & 3) != 0)
            {
                return false;
            }
            value = count < Carrying - 1 ? value << 5 | (uint)five : count == Carrying - 1 ? value << 3 | (uint)five >> 2 : value;
            check = count >= Carrying ? check << 5 | five : check;
            count++;
        }
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return count == Length && check == Check(bytes);
    }

    private static char Letter(char one) => char.ToUpperInvariant(one) switch
    {
        'O' => '0',
        'I' or 'L' => '1',
        char other => other,
    };

    private static int Check(ReadOnlySpan<byte> bytes)
    {
        byte[] hash = SHA256.HashData([.. CheckTag, .. bytes]);
        return (hash[0] << 8 | hash[1]) >> 6;
    }
}
