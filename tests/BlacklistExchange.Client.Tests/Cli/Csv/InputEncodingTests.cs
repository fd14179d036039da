using System.Text;
using BlacklistExchange.Cli;
using BlacklistExchange.Cli.Csv;

namespace BlacklistExchange.Client.Tests.Cli.Csv;

public sealed class InputEncodingTests
{
    private const string Text = "店铺,电话\n张三的店,13800138000\n𠮷野家,1\n";
    private static readonly Encoding Gb = CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Returns_utf8_with_or_without_mark(bool mark) => Assert.Equal((Text, InputEncoding.Utf8), Open([.. mark ? Encoding.UTF8.Preamble : [], .. Encoding.UTF8.GetBytes(Text)]));

    [Fact]
    public void Returns_gb18030_with_four_byte_characters() => Assert.Equal((Text, InputEncoding.Gb18030), Open(Gb.GetBytes(Text)));

    [Fact]
    public void Returns_gb18030_when_it_is_named() => Assert.Equal((Text, InputEncoding.Gb18030), Open(Gb.GetBytes(Text), InputEncoding.Gb18030));

    [Fact]
    public void Returns_the_same_from_a_stream_that_cannot_seek()
    {
        using Stream pipe = new Pipe(Gb.GetBytes(Text));
        (TextReader reader, string encoding) = InputEncoding.Open(pipe, InputEncoding.Auto);
        Assert.Equal((Text, InputEncoding.Gb18030), (reader.ReadToEnd(), encoding));
    }

    [Fact]
    public void Shows_broken_bytes_in_their_own_line_when_the_file_is_neither()
    {
        // 0xFF begins nothing in GB18030, and the mark says UTF-8 anyway.
        (string text, string encoding) = Open([.. "good\n"u8, 0xFF, 0xFE, .. "\ngood\n"u8]);
        Assert.Equal(InputEncoding.Utf8, encoding);
        Assert.Equal([false, true, false, false], text.Split('\n').Select(static line => line.Contains(InputEncoding.Broken)));
    }

    [Fact]
    public void Refuses_utf16_and_says_what_to_save() =>
        Assert.Contains("CSV UTF-8", Assert.Throws<InputException>(static () => Open([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Text)])).Message);

    private static (string Text, string Encoding) Open(byte[] bytes, string choice = InputEncoding.Auto)
    {
        (TextReader reader, string encoding) = InputEncoding.Open(new MemoryStream(bytes), choice);
        return (reader.ReadToEnd(), encoding);
    }

    private sealed class Pipe(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
