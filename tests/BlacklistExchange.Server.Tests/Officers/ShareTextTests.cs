using System.Text;
using BlacklistExchange.Server.Officers;
using BlacklistExchange.Server.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Server.Tests.Officers;

public sealed class ShareTextTests
{
    private const string Digits = "0123456789abcdef";

    [Fact]
    public void Returns_what_was_written() => Prop.ForAll(Gen.Choose(0, 255).ArrayOf(Kek.Size).ToArbitrary(), Gen.Choose(1, 3).ToArbitrary(), Gen.Choose(1, int.MaxValue).ToArbitrary(), static (value, number, generation) =>
    {
        using OfficerShare share = Share(number, generation, [.. value.Select(static one => (byte)one)]);
        using PinnedSecret text = ShareText.Write(share);
        Assert.True(ShareText.TryParse(text.Span, out OfficerShare? read, out string? fault), fault);
        Assert.Equal((share.Exchange, share.Generation, share.Number, share.Officer), (read.Exchange, read.Generation, read.Number, read.Officer));
        Assert.Equal(share.Set, read.Set);
        Assert.Equal(share.Value.Span.ToArray(), read.Value.Span.ToArray());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Returns_the_share_as_people_print_and_type_it()
    {
        using OfficerShare share = Share(2, 7, [.. Enumerable.Range(0, Kek.Size).Select(static one => (byte)one)]);
        string[] lines = Text(share).Split('\n');
        Assert.Equal(["bex officer share, version 1", "exchange: beijing", "generation: 7", "set: 0102 0304 0506 0708 090a 0b0c 0d0e 0f10", "officer: 王小明", "share: 2"], lines[1..7]);
        Assert.StartsWith("1: 0001 0203 0405 0607 ", lines[7], StringComparison.Ordinal);
        Assert.StartsWith("4: 1819 1a1b 1c1d 1e1f ", lines[10], StringComparison.Ordinal);
        Assert.All(lines[7..11], static line => Assert.Equal(27, line.Length));
        Assert.All(lines, static line => Assert.True(line.Length < 120));
    }

    /// <summary>A slip of the hand in any digit of any line is named by that line; two check bytes miss one in 65,536.</summary>
    [Fact]
    public void Refuses_every_mistyped_digit_by_its_line()
    {
        using OfficerShare share = Share(1, 1, [.. Enumerable.Range(9, Kek.Size).Select(static one => (byte)(one * 7))]);
        string text = Text(share);
        foreach (int line in (int[])[1, 2, 3, 4])
        {
            int start = text.IndexOf($"\n{line}: ", StringComparison.Ordinal) + 4;
            for (int at = start; text[at] != '\n'; at++)
            {
                if (text[at] != ' ')
                {
                    char other = Digits[(Digits.IndexOf(text[at], StringComparison.Ordinal) + 5) % 16];
                    Assert.Equal($"Line {line} is mistyped: its check digits do not fit.", FaultOf($"{text[..at]}{other}{text[(at + 1)..]}"));
                }
            }
        }
    }

    [Theory]
    [InlineData("generation: 1", "generation: 2", "No line fits the head of the share")]
    [InlineData("share: 1", "share: 3", "No line fits the head of the share")]
    [InlineData("exchange: beijing", "exchange: shanghai", "No line fits the head of the share")]
    [InlineData("officer: 王小明", "officer: 李四", "No line fits the head of the share")]
    [InlineData("set: 0102", "set: 0103", "No line fits the head of the share")]
    [InlineData("set: 0102", "set: 01", "'set:' must be 32 hexadecimal digits")]
    [InlineData("set: 0102", "set: 01zz", "'set:' must be 32 hexadecimal digits")]
    [InlineData("generation: 1", "generation: 0", "'generation:' must be a number")]
    [InlineData("generation: 1", "generation: 99999999999", "'generation:' must be a number")]
    [InlineData("share: 1", "share: 4", "'share:' must be 1, 2 or 3")]
    [InlineData("exchange: beijing", "exchange: B", "'exchange:' holds no name")]
    [InlineData("officer: 王小明", "officer: a\u0007", "'officer:' holds no officer's name")]
    [InlineData("share: 1\n", "", "'share:' is missing")]
    [InlineData("share: 1", "share: 1\nshare: 1", "is there twice")]
    [InlineData("share: 1", "shares: 1", "none of a share")]
    [InlineData("share: 1", "share: 1\nhello", "none of a share")]
    [InlineData("version 1", "version 2", "first line must be")]
    [InlineData("\n2: ", "\n5: ", "none of a share")]
    [InlineData("\n2: ", "\n#", "Line 2 is missing")]
    [InlineData("\n2: ", "\n3: ", "Line 3 is there twice")]
    [InlineData("\n2: ", "\n2: 0", "Line 2 must be 20 hexadecimal digits")]
    [InlineData("\n2: ", "\n2: o", "Line 2 must be 20 hexadecimal digits")]
    public void Refuses_by_name_what_is_wrong(string right, string wrong, string fault)
    {
        using OfficerShare share = Share(1, 1, new byte[Kek.Size]);
        string text = Text(share);
        Assert.Contains(right, text, StringComparison.Ordinal);
        Assert.Contains(fault, FaultOf(text.Replace(right, wrong, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_nothing_at_all_too_much_and_bytes_that_are_no_text()
    {
        Assert.Contains("first line", FaultOf(""), StringComparison.Ordinal);
        Assert.Contains("right file", FaultOf(new string('#', ShareText.MaxBytes + 1)), StringComparison.Ordinal);
        Assert.False(ShareText.TryParse([0xff, 0xfe, 0x00, 0x0a, 0xc3], out _, out _));
    }

    [Fact]
    public void Returns_the_share_however_it_is_spaced()
    {
        using OfficerShare share = Share(3, 2, [.. Enumerable.Range(50, Kek.Size).Select(static one => (byte)one)]);
        string typed = "\n  " + Text(share).ToUpperInvariant().Replace("BEX OFFICER SHARE, VERSION 1", "bex officer share, version 1", StringComparison.Ordinal)
            .Replace("EXCHANGE: BEIJING", "exchange:beijing", StringComparison.Ordinal).Replace("GENERATION", "generation", StringComparison.Ordinal).Replace("SET", "set", StringComparison.Ordinal)
            .Replace("OFFICER:", "officer :", StringComparison.Ordinal).Replace("\nSHARE:", "\n\nshare:", StringComparison.Ordinal).Replace("\n4: ", "\n 4 :\t", StringComparison.Ordinal).Replace("\n", " \r\n", StringComparison.Ordinal);
        Assert.True(ShareText.TryParse(Encoding.UTF8.GetBytes(typed), out OfficerShare? read, out string? fault), fault);
        Assert.Equal(share.Value.Span.ToArray(), read.Value.Span.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" olivia")]
    [InlineData("a\nb")]
    [InlineData("a:b")]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz")]
    public void Refuses_names_that_cannot_stand_in_a_share(string name) => Assert.NotNull(ShareText.FaultOfOfficer(name));

    private static OfficerShare Share(int number, int generation, byte[] value)
    {
        PinnedSecret secret = new(value.Length);
        value.CopyTo(secret.Span);
        return new OfficerShare("beijing", generation, [.. Enumerable.Range(1, OfficerShare.SetSize).Select(static one => (byte)one)], number, "王小明", secret);
    }

    private static string Text(OfficerShare share)
    {
        using PinnedSecret text = ShareText.Write(share);
        return Encoding.UTF8.GetString(text.Span);
    }

    private static string FaultOf(string text)
    {
        Assert.False(ShareText.TryParse(Encoding.UTF8.GetBytes(text), out _, out string? fault));
        return fault;
    }
}
