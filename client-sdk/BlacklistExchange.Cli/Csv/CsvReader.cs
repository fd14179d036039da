namespace BlacklistExchange.Cli.Csv;

/// <summary>
/// Reads RFC 4180 from a stream of characters: quoted fields, doubled quotes, line breaks inside quotes; CRLF, LF and CR end a record; blank lines are skipped.
/// A malformed record costs its first physical line and no more: reading goes on at the next line, so an unclosed quote does not swallow the file.
/// </summary>
internal sealed class CsvReader(TextReader source)
{
    /// <summary>Longest record in characters; anything longer is a quote that nobody closed.</summary>
    public const int MaxRecord = 65_536;

    private const int EndOfText = -1;
    private const int TooLong = -2;

    private readonly char[] _buffer = new char[MaxRecord + 2];
    private int _start;
    private int _position;
    private int _end;
    private int _line = 1;
    private bool _sourceEnded;

    /// <summary>Whether the record just read ends in a line break, and not where the text ends.</summary>
    public bool EndsInLineBreak => _position > 0 && _buffer[_position - 1] is '\n' or '\r';

    /// <summary>The next record or bad line; null at the end.</summary>
    public CsvRow? Read()
    {
        while (true)
        {
            _position = _start;
            if (Peek() == EndOfText)
            {
                return null;
            }
            int line = _line;
            List<string> fields = [];
            string? fault = ReadRecord(fields, out bool blank);
            if (fault is not null)
            {
                SkipPhysicalLine();
                return new CsvRow(line, [], fault);
            }
            Consume();
            if (!blank)
            {
                return new CsvRow(line, fields, null);
            }
        }
    }

    private string? ReadRecord(List<string> fields, out bool blank)
    {
        blank = false;
        while (true)
        {
            bool quoted = Peek() == '"';
            string? fault = quoted ? ReadQuoted(fields) : ReadPlain(fields);
            if (fault is not null)
            {
                return fault;
            }
            switch (Peek())
            {
                case ',':
                    _position++;
                    continue;
                case '\r' or '\n' or EndOfText:
                    blank = !quoted && fields is [""];
                    PassLineEnd();
                    return null;
                case TooLong:
                    return LengthFault;
                default:
                    return "text follows a closing quote; inside a quoted field a quote is written twice";
            }
        }
    }

    private string? ReadPlain(List<string> fields)
    {
        int from = _position - _start;
        while (true)
        {
            switch (Peek())
            {
                case ',' or '\r' or '\n' or EndOfText:
                    fields.Add(new string(_buffer, _start + from, _position - _start - from));
                    return null;
                case '"':
                    return "a quote stands inside a field that does not begin with one";
                case TooLong:
                    return LengthFault;
                default:
                    _position++;
                    break;
            }
        }
    }

    private string? ReadQuoted(List<string> fields)
    {
        System.Text.StringBuilder text = new();
        _position++;
        while (true)
        {
            int next = Peek();
            switch (next)
            {
                case EndOfText:
                    return "a quoted field is not closed";
                case TooLong:
                    return LengthFault;
                case '"':
                    _position++;
                    if (Peek() != '"')
                    {
                        fields.Add(text.ToString());
                        return null;
                    }
                    break;
            }
            text.Append((char)next);
            _position++;
        }
    }

    private static string LengthFault => $"the record is longer than {MaxRecord} characters; probably a quote is not closed";

    private void PassLineEnd()
    {
        if (Peek() == '\r')
        {
            _position++;
        }
        else if (Peek() == '\n')
        {
            _position++;
            return;
        }
        if (Peek() == '\n' && _buffer[_position - 1] == '\r')
        {
            _position++;
        }
    }

    /// <summary>Leaves the record behind and counts its line breaks.</summary>
    private void Consume()
    {
        for (int index = _start; index < _position; index++)
        {
            bool insideCrLf = _buffer[index] == '\r' && index + 1 < _position && _buffer[index + 1] == '\n';
            _line += _buffer[index] is '\n' or '\r' && !insideCrLf ? 1 : 0;
        }
        _start = _position;
    }

    private void SkipPhysicalLine()
    {
        _position = _start;
        while (true)
        {
            switch (Peek())
            {
                case '\r' or '\n':
                    PassLineEnd();
                    Consume();
                    return;
                case EndOfText:
                    Consume();
                    return;
                case TooLong:
                    _start = _position;
                    break;
                default:
                    _position++;
                    break;
            }
        }
    }

    private int Peek()
    {
        if (_position < _end)
        {
            return _buffer[_position];
        }
        if (_sourceEnded)
        {
            return EndOfText;
        }
        if (_position - _start >= _buffer.Length)
        {
            return TooLong;
        }
        Fill();
        return Peek();
    }

    private void Fill()
    {
        Array.Copy(_buffer, _start, _buffer, 0, _end - _start);
        (_position, _end, _start) = (_position - _start, _end - _start, 0);
        int read = source.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _sourceEnded = read == 0;
    }
}
