using BlacklistExchange.Cli.Terminal;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Client.Tests.Cli.Terminal;

public sealed class DisplayWidthTests
{
    private static readonly Arbitrary<(string Text, int Width)> Texts = Gen.Elements("a", " ", "中", "，", "ｱ", "Ａ", "é", "👨‍👩‍👧", "🇨🇳", "𠀀", "한", "word ", "…")
        .ListOf().Select(static parts => string.Concat(parts)).Zip(Gen.Choose(2, 30)).Select(static pair => (pair.Item1, pair.Item2)).ToArbitrary();

    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("中文", 4)]
    [InlineData("，。", 4)]
    [InlineData("Ａ１", 4)]
    [InlineData("ｱｲ", 2)]
    [InlineData("e\u0301", 1)]
    [InlineData("👨‍👩‍👧", 2)]
    [InlineData("🇨🇳", 2)]
    [InlineData("❤\uFE0F", 2)]
    [InlineData("𠮷", 2)]
    [InlineData("한글", 4)]
    [InlineData("\u200B", 0)]
    public void Returns_the_columns_a_terminal_uses(string text, int width) => Assert.Equal(width, DisplayWidth.Of(text));

    [Fact]
    public void Keeps_exactly_the_width_when_it_pads_or_cuts() =>
        Prop.ForAll(Texts, static one => DisplayWidth.Of(DisplayWidth.Fit(one.Text, one.Width)) == one.Width).QuickCheckThrowOnFailure();

    [Fact]
    public void Keeps_every_character_when_it_wraps_and_never_exceeds_the_width() => Prop.ForAll(Texts, static one =>
    {
        string[] lines = [.. DisplayWidth.Wrap(one.Text, one.Width)];
        return lines.All(line => DisplayWidth.Of(line) <= one.Width)
            && string.Concat(lines).Replace(" ", "", StringComparison.Ordinal) == one.Text.Replace(" ", "", StringComparison.Ordinal);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Returns_whole_words_where_there_are_any() => Assert.Equal(["one two", "three"], DisplayWidth.Wrap("one two three", 9));

    [Fact]
    public void Returns_cut_text_at_a_whole_character() => Assert.Equal("中华.. ", DisplayWidth.Fit("中华人民共和国", 7));

    [Fact]
    public void Keeps_escapes_and_bidirectional_controls_from_the_terminal() =>
        Assert.Equal("a?[31mb??c?d", DisplayWidth.Harmless("a\u001b[31mb\r\nc\u202Ed"));
}
