using BlacklistExchange.Cli.Csv;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Client.Tests.Cli.Csv;

public sealed class CsvReaderTests
{
    [Fact]
    public void Returns_what_was_written_whatever_the_fields_hold()
    {
        Arbitrary<string[][]> tables = Gen.Elements("", "a", "中", ",", "\"", "\r", "\n", "\r\n", " ", "'", "=", "\t", "𠀀", "1380")
            .ListOf().Select(static parts => string.Concat(parts)).NonEmptyListOf().Select(static row => row.ToArray()).ListOf().Select(static rows => rows.ToArray()).ToArbitrary();
        Prop.ForAll(tables, static rows =>
            Read(string.Concat(rows.Select(CsvLine.Of))).Select(static row => row.Fields).SequenceEqual(rows, RowEquality.Instance)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Returns_the_same_whatever_the_pieces_in_which_the_text_arrives()
    {
        const string Text = "a,b\r\n\"x\r\ny\",\"say \"\"no\"\"\"\r\n中文,\n\nlast,1";
        List<CsvRow> whole = Read(Text);
        for (int size = 1; size <= Text.Length; size++)
        {
            Assert.Equal(whole.Select(Show), Read(new TrickleReader(Text, size)).Select(Show));
        }
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Returns_the_physical_line_of_each_record(string end)
    {
        List<CsvRow> rows = Read(string.Join(end, "h1,h2", $"\"two{end}lines\",x", "", "last,1"));
        Assert.Equal([1, 2, 5], rows.Select(static row => row.Line));
        Assert.Equal($"two{end}lines", rows[1].Fields[0]);
    }

    [Theory]
    [InlineData("\"never closed,1")]
    [InlineData("a\"b,1")]
    [InlineData("\"a\"b,1")]
    [InlineData("\"\"\",1")]
    public void Refuses_line_7_of_10000_and_keeps_the_rest(string bad)
    {
        string[] lines = [.. Enumerable.Range(1, 10_000).Select(number => number == 7 ? bad : $"k{number},{number}")];
        List<CsvRow> rows = Read(string.Join("\r\n", lines) + "\r\n");
        Assert.Equal(10_000, rows.Count);
        CsvRow refused = Assert.Single(rows, static row => row.Fault is not null);
        Assert.Equal(7, refused.Line);
        Assert.Equal(Enumerable.Range(1, 10_000), rows.Select(static row => row.Line));
        Assert.Equal("10000", rows[^1].Fields[1]);
    }

    [Fact]
    public void Refuses_a_record_that_is_too_long_and_keeps_the_next()
    {
        string longest = new('x', CsvReader.MaxRecord);
        List<CsvRow> rows = Read($"{longest}\r\n{longest}xx\r\nnext\r\n");
        Assert.Null(rows[0].Fault);
        Assert.Contains("65536", rows[1].Fault);
        Assert.Equal(("next", 3), (rows[2].Fields[0], rows[2].Line));
    }

    [Fact]
    public void Keeps_a_quoted_empty_field_and_skips_a_blank_line()
    {
        Assert.Equal(["", "a"], Read("\"\"\n\na\n").Select(static row => row.Fields[0]));
    }

    [Fact]
    public void Never_repeats_content_in_a_fault()
    {
        Assert.All(Read("13800138000\"x\n\"13800138000\"y\n\"13800138000"), static row => Assert.DoesNotContain("1380", row.Fault!));
    }

    private static List<CsvRow> Read(string text) => Read(new StringReader(text));

    private static List<CsvRow> Read(TextReader text)
    {
        CsvReader reader = new(text);
        List<CsvRow> rows = [];
        while (reader.Read() is { } row)
        {
            rows.Add(row);
        }
        return rows;
    }

    private static string Show(CsvRow row) => $"{row.Line}:{string.Join('|', row.Fields)}:{row.Fault}";

    private sealed class TrickleReader(string text, int size) : TextReader
    {
        private int _at;

        public override int Read(char[] buffer, int index, int count)
        {
            int take = Math.Min(Math.Min(size, count), text.Length - _at);
            text.CopyTo(_at, buffer, index, take);
            _at += take;
            return take;
        }
    }

    private sealed class RowEquality : IEqualityComparer<IReadOnlyList<string>>
    {
        public static RowEquality Instance { get; } = new();

        public bool Equals(IReadOnlyList<string>? left, IReadOnlyList<string>? right) => left!.SequenceEqual(right!);

        public int GetHashCode(IReadOnlyList<string> row) => row.Count;
    }
}
