using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Officers;

/// <summary>
/// A share as text that people print and type: a head of five lines, then four lines of eight bytes, each with two check bytes of its own, so that a slip of the hand is
/// named by its line. The check covers the head too. The secret part is never made a string.
/// </summary>
internal static class ShareText
{
    /// <summary>No share is longer.</summary>
    public const int MaxBytes = 4096;

    private const string Title = "bex officer share, version 1";
    private const int Lines = 4;
    private const int LineBytes = Kek.Size / Lines;
    private const int CheckBytes = 2;
    private static readonly string[] Head = ["exchange", "generation", "set", "officer", "share"];

    /// <summary>The text in UTF-8; the caller disposes of it.</summary>
    public static PinnedSecret Write(OfficerShare share)
    {
        byte[] head = Encoding.UTF8.GetBytes($"""
            # Keep this where nobody else reads it. Alone it opens nothing; two of three open every key of the exchange.
            {Title}
            exchange: {share.Exchange}
            generation: {share.Generation}
            set: {Groups(share.Set)}
            officer: {share.Officer}
            share: {share.Number}

            """.ReplaceLineEndings("\n"));
        const int Digits = (LineBytes + CheckBytes) * 2;
        const int LineLength = 2 + Digits + Digits / 4 + 1;
        PinnedSecret text = new(head.Length + Lines * LineLength);
        head.CopyTo(text.Span);
        Span<byte> at = text.Span[head.Length..];
        Span<byte> line = stackalloc byte[LineBytes + CheckBytes];
        for (int number = 1; number <= Lines; number++)
        {
            share.Value.Span.Slice((number - 1) * LineBytes, LineBytes).CopyTo(line);
            Check(share, number, line[..LineBytes], line[LineBytes..]);
            at[0] = (byte)('0' + number);
            at[1] = (byte)':';
            WriteHex(line, at[2..(LineLength - 1)]);
            at[LineLength - 1] = (byte)'\n';
            at = at[LineLength..];
        }
        CryptographicOperations.ZeroMemory(line);
        return text;
    }

    /// <summary>False with what is wrong and in which line.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out OfficerShare? share, [NotNullWhen(false)] out string? fault)
    {
        share = null;
        using PinnedSecret lines = new(Lines * (LineBytes + CheckBytes));
        Dictionary<string, string> head = [];
        fault = text.Length > MaxBytes ? $"A share has at most {MaxBytes} bytes; is this the right file?" : ReadLines(text, head, lines.Span) ?? FaultOf(head);
        if (fault is not null)
        {
            return false;
        }
        OfficerShare read = new(head["exchange"], int.Parse(head["generation"]), Convert.FromHexString(Bare(head["set"])), head["share"][0] - '0', head["officer"], new PinnedSecret(Kek.Size));
        fault = Take(lines.Span, read);
        if (fault is not null)
        {
            read.Dispose();
            return false;
        }
        share = read;
        return true;
    }

    /// <summary>Null when the name can stand in a share and in a log.</summary>
    public static string? FaultOfOfficer(string name) =>
        name.Length is > 0 and <= 40 && name == name.Trim() && name.All(static letter => char.IsLetterOrDigit(letter) || letter is ' ' or '.' or '-' or '_' or '\'')
            ? null : $"The officer's name '{name}' must be 1 to 40 letters, digits, spaces, '.', '-', '_' or '''.";

    private static string? ReadLines(ReadOnlySpan<byte> text, Dictionary<string, string> head, Span<byte> lines)
    {
        int seen = 0;
        bool titled = false;
        foreach (Range range in text.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = text[range].Trim(" \t\r"u8);
            if (line.IsEmpty || line[0] == '#')
            {
                continue;
            }
            if (!titled)
            {
                titled = line.SequenceEqual(Encoding.ASCII.GetBytes(Title));
                if (!titled)
                {
                    return $"This is not a share: its first line must be '{Title}'.";
                }
                continue;
            }
            int colon = line.IndexOf((byte)':');
            ReadOnlySpan<byte> name = colon < 0 ? line : line[..colon].Trim(" \t"u8);
            ReadOnlySpan<byte> value = colon < 0 ? [] : line[(colon + 1)..].Trim(" \t"u8);
            if (name.Length == 1 && name[0] is >= (byte)'1' and <= (byte)'4')
            {
                int number = name[0] - '0';
                if ((seen & 1 << number) != 0 || !ReadHex(value, lines.Slice((number - 1) * (LineBytes + CheckBytes), LineBytes + CheckBytes)))
                {
                    return (seen & 1 << number) != 0 ? $"Line {number} is there twice." : $"Line {number} must be {(LineBytes + CheckBytes) * 2} hexadecimal digits.";
                }
                seen |= 1 << number;
            }
            else if (HeadLine(name) is not { } known || !head.TryAdd(known, Encoding.UTF8.GetString(value)))
            {
                // What stands there may be a part of the secret: it is not repeated.
                return "A line is none of a share, or is there twice: exchange, generation, set, officer, share, and 1 to 4 stand once each, with ':' after them.";
            }
        }
        int missing = Enumerable.Range(1, Lines).FirstOrDefault(number => (seen & 1 << number) == 0);
        return !titled ? $"This is not a share: its first line must be '{Title}'." : missing > 0 ? $"Line {missing} is missing." : null;
    }

    private static string? HeadLine(ReadOnlySpan<byte> name)
    {
        foreach (string one in Head)
        {
            if (Ascii.Equals(name, one))
            {
                return one;
            }
        }
        return null;
    }

    private static string? FaultOf(Dictionary<string, string> head)
    {
        if (Head.FirstOrDefault(name => !head.ContainsKey(name)) is { } missing)
        {
            return $"The line '{missing}:' is missing.";
        }
        string set = Bare(head["set"]);
        return !Slug.IsValid(head["exchange"]) ? "The line 'exchange:' holds no name of an exchange."
            : !int.TryParse(head["generation"], System.Globalization.NumberStyles.None, null, out int generation) || generation < 1 ? "The line 'generation:' must be a number from 1."
            : set.Length != OfficerShare.SetSize * 2 || !set.All(char.IsAsciiHexDigit) ? $"The line 'set:' must be {OfficerShare.SetSize * 2} hexadecimal digits."
            : FaultOfOfficer(head["officer"]) is not null ? "The line 'officer:' holds no officer's name."
            : head["share"] is not ("1" or "2" or "3") ? "The line 'share:' must be 1, 2 or 3."
            : null;
    }

    private static string? Take(ReadOnlySpan<byte> lines, OfficerShare share)
    {
        List<int> wrong = [];
        Span<byte> check = stackalloc byte[CheckBytes];
        for (int number = 1; number <= Lines; number++)
        {
            ReadOnlySpan<byte> line = lines.Slice((number - 1) * (LineBytes + CheckBytes), LineBytes + CheckBytes);
            Check(share, number, line[..LineBytes], check);
            if (!CryptographicOperations.FixedTimeEquals(check, line[LineBytes..]))
            {
                wrong.Add(number);
            }
            line[..LineBytes].CopyTo(share.Value.Span[((number - 1) * LineBytes)..]);
        }
        return wrong.Count switch
        {
            0 => null,
            Lines => "No line fits the head of the share: 'exchange', 'generation', 'set', 'officer' or 'share' is mistyped.",
            1 => $"Line {wrong[0]} is mistyped: its check digits do not fit.",
            _ => $"Lines {string.Join(" and ", wrong)} are mistyped: their check digits do not fit.",
        };
    }

    /// <summary>The first bytes of SHA-256 over the head, the line's number and its bytes.</summary>
    private static void Check(OfficerShare share, int number, ReadOnlySpan<byte> line, Span<byte> check)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("bex/officer-share/v1"u8);
        foreach (string text in (string[])[share.Exchange, share.Officer])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData([(byte)bytes.Length]);
            hash.AppendData(bytes);
        }
        Span<byte> numbers = stackalloc byte[6];
        BinaryPrimitives.WriteInt32BigEndian(numbers, share.Generation);
        numbers[4] = (byte)share.Number;
        numbers[5] = (byte)number;
        hash.AppendData(share.Set);
        hash.AppendData(numbers);
        hash.AppendData(line);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        digest[..CheckBytes].CopyTo(check);
    }

    private static string Groups(byte[] bytes) => string.Join(' ', Convert.ToHexStringLower(bytes).Chunk(4).Select(static group => new string(group)));

    private static string Bare(string hexadecimal) => hexadecimal.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);

    /// <summary>Groups of four digits, a space before each; the digits come by arithmetic, not from a table.</summary>
    private static void WriteHex(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        int at = 0;
        for (int i = 0; i < bytes.Length * 2; i++)
        {
            if (i % 4 == 0)
            {
                text[at++] = (byte)' ';
            }
            int digit = (bytes[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 15;
            text[at++] = (byte)('0' + digit + (((9 - digit) >> 31) & ('a' - '0' - 10)));
        }
    }

    /// <summary>False unless exactly as many digits are there as the bytes need; spaces and dashes between them do not count.</summary>
    private static bool ReadHex(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        int digits = 0;
        foreach (byte letter in text)
        {
            if (letter is (byte)' ' or (byte)'-' or (byte)'\t')
            {
                continue;
            }
            if (digits == bytes.Length * 2 || !char.IsAsciiHexDigit((char)letter))
            {
                return false;
            }
            int digit = (letter & 15) + 9 * (letter >> 6);
            bytes[digits / 2] = (byte)(digits % 2 == 0 ? digit << 4 : bytes[digits / 2] | digit);
            digits++;
        }
        return digits == bytes.Length * 2;
    }
}
