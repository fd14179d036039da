using System.Text;

namespace BlacklistExchange.Cli.Csv;

/// <summary>
/// Finds the encoding of an input and opens it. <c>auto</c> takes a byte order mark at its word, then strict UTF-8, then strict GB18030 (which contains GBK and
/// GB 2312, what Chinese Excel saves); a file that is neither is read as UTF-8, and its broken lines show U+FFFD, which makes them bad lines and no more.
/// </summary>
internal static class InputEncoding
{
    public const string Auto = "auto";
    public const string Utf8 = "utf-8";
    public const string Gb18030 = "gb18030";

    /// <summary>What undecodable bytes become. A field that is needed and holds it is a bad line.</summary>
    public const char Broken = '\uFFFD';

    public static IReadOnlyList<string> Names { get; } = [Auto, Utf8, Gb18030];

    /// <summary>Opens a stream; one that cannot seek is first read into memory, never onto the disk.</summary>
    public static (TextReader Reader, string Encoding) Open(Stream stream, string choice)
    {
        Stream input = stream.CanSeek ? stream : InMemory(stream);
        bool marked = SkipMark(input);
        long start = input.Position;
        string name = choice != Auto ? choice : marked || Decodes(input, Strict(Utf8)) || !Decodes(Rewound(input, start), Strict(Gb18030)) ? Utf8 : Gb18030;
        input.Position = start;
        return (new StreamReader(input, Lenient(name), detectEncodingFromByteOrderMarks: false), name);
    }

    private static MemoryStream InMemory(Stream stream)
    {
        MemoryStream copy = new();
        stream.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }

    private static Stream Rewound(Stream stream, long position)
    {
        stream.Position = position;
        return stream;
    }

    private static bool SkipMark(Stream stream)
    {
        byte[] mark = new byte[3];
        int read = stream.ReadAtLeast(mark, 3, throwOnEndOfStream: false);
        if (read >= 2 && (mark[0], mark[1]) is (0xFF, 0xFE) or (0xFE, 0xFF))
        {
            throw new InputException("The file is UTF-16 (Excel's \"Unicode text\"). Save it as \"CSV UTF-8\" and try again.");
        }
        bool marked = read == 3 && mark is [0xEF, 0xBB, 0xBF];
        stream.Position = marked ? 3 : 0;
        return marked;
    }

    private static bool Decodes(Stream stream, Encoding encoding)
    {
        using StreamReader reader = new(stream, encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 65_536, leaveOpen: true);
        char[] ignored = new char[65_536];
        try
        {
            while (reader.Read(ignored) > 0)
            {
            }
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
        finally
        {
            Array.Clear(ignored);
        }
    }

    private static Encoding Strict(string name) => name == Gb18030
        ? CodePagesEncodingProvider.Instance.GetEncoding(Gb18030, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!
        : new UTF8Encoding(false, throwOnInvalidBytes: true);

    private static Encoding Lenient(string name) => name == Gb18030
        ? CodePagesEncodingProvider.Instance.GetEncoding(Gb18030, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\uFFFD"))!
        : new UTF8Encoding(false, throwOnInvalidBytes: false);
}
