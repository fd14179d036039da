using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Protocol.Tests.Wire;

public sealed class EmergencyCodeTests
{
    /// <summary>The bytes 00 to 0f, written and digested by another program.</summary>
    private const string Known = "000G-40R4-0M30-E209-185G-R38E-1W2J";
    private const string KnownDigest = "7b7dcf8d1faf45151cd3c57511fbf1b3ba34d1295da00baaddffe27b94f8cd0a";

    [Fact]
    public void Returns_the_digest_that_another_program_computes() => Assert.Equal(KnownDigest, Convert.ToHexStringLower(EmergencyCode.Digest("platform-a", Known)));

    [Fact]
    public void Makes_codes_of_seven_groups_that_read_back_and_are_never_twice_the_same()
    {
        HashSet<string> codes = [.. Enumerable.Range(0, 500).Select(static _ => EmergencyCode.Create())];
        Assert.Equal(500, codes.Count);
        Assert.All(codes, static code =>
        {
            Assert.Matches("^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$", code);
            Assert.Equal(EmergencyCode.DigestSize, EmergencyCode.Digest("alpha", code).Length);
        });
        Assert.Equal(500, codes.Select(static code => Convert.ToHexString(EmergencyCode.Digest("alpha", code))).Distinct().Count());
    }

    [Fact]
    public void Reads_what_people_write_for_it()
    {
        byte[] right = EmergencyCode.Digest("alpha", Known);
        string[] written = [Known.ToLowerInvariant(), Known.Replace("-", " ", StringComparison.Ordinal), $"  {Known.Replace("-", "", StringComparison.Ordinal)}\r\n", Known.Replace('0', 'O').Replace('1', 'l')];
        Assert.All(written, text => Assert.Equal(right, EmergencyCode.Digest("alpha", text)));
        Assert.NotEqual(right, EmergencyCode.Digest("beta", Known));
    }

    [Fact]
    public void Keeps_the_code_out_of_what_a_request_says_of_itself() => Assert.Equal("Emergency of alpha", new EmergencyRequest("alpha", Known).ToString());

    [Fact]
    public void Refuses_what_is_no_code()
    {
        string[] wrong = ["", "0", Known[..^1], Known + "0", Known.Replace('G', 'U'), Known[..^1] + (Known[^1] == '0' ? '1' : '0'), "\u0660" + Known[1..]];
        Assert.All(wrong, static text => Assert.False(EmergencyCode.TryDigest("alpha", text, out _), text));
        Assert.False(EmergencyCode.TryDigest("alpha", null, out _));
        Assert.False(EmergencyCode.TryDigest("Not a name", Known, out _));
        Assert.Throws<ArgumentException>(() => EmergencyCode.Digest("alpha", "nothing"));
    }

    /// <summary>Ten bits of a hash: of every thousand slips about one is not noticed. These codes and slips are the same in every run.</summary>
    [Fact]
    public void Notices_nearly_every_slip_of_one_character()
    {
        string plain = Known.Replace("-", "", StringComparison.Ordinal);
        int slips = 0;
        int unnoticed = 0;
        for (int at = 0; at < plain.Length; at++)
        {
            foreach (char other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".Where(other => other != plain[at]))
            {
                slips++;
                unnoticed += EmergencyCode.TryDigest("alpha", plain[..at] + other + plain[(at + 1)..], out _) ? 1 : 0;
            }
        }
        Assert.Equal(28 * 31, slips);
        Assert.InRange(unnoticed, 0, 5);
    }
}
