using BlacklistExchange.Server.Officers;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Tests.Officers;

public sealed class SharesAtHandTests : IDisposable
{
    private const string Exchange = "beijing";
    private readonly SettableTime _time = new();
    private readonly PinnedSecret _kek = PinnedSecret.Random(Kek.Size);
    private readonly PinnedSecret[] _values;
    private readonly OfficersRecord _record;
    private readonly SharesAtHand _hand;

    public SharesAtHandTests()
    {
        _record = ShareFiles.NewRecord(_kek, 2, ["olivia", "bo", "chen"], _time.GetUtcNow());
        _values = SecretSharing.Split(_kek.Span);
        _hand = new SharesAtHand(_time);
    }

    public void Dispose()
    {
        _hand.Dispose();
        _kek.Dispose();
    }

    [Fact]
    public void Returns_the_kek_for_two_officers_in_any_order_and_says_whose()
    {
        ShareAnswer first = Add(3);
        Assert.Equal((ShareVerdict.Waiting, "1 of 2, waiting for another officer within 15 minutes: olivia or bo."), (first.Verdict, first.Message));
        Assert.Null(_hand.Secret);
        Assert.Equal(ShareVerdict.Unsealed, Add(1).Verdict);
        Assert.Equal(_kek.Span.ToArray(), _hand.Secret!.Span.ToArray());
        Assert.Equal(["chen", "olivia"], _hand.By);
    }

    [Fact]
    public void Refuses_the_same_share_twice_and_keeps_it()
    {
        Add(1);
        ShareAnswer again = Add(1);
        Assert.Equal(ShareVerdict.Refused, again.Verdict);
        Assert.StartsWith("The share of olivia is here already.", again.Message, StringComparison.Ordinal);
        Assert.Contains("other contents", Add(1, altered: true).Message, StringComparison.Ordinal);
        Assert.Equal(ShareVerdict.Unsealed, Add(2).Verdict);
    }

    [Fact]
    public void Refuses_shares_of_others_and_of_other_generations_and_keeps_what_it_has()
    {
        Add(1);
        Assert.Contains("of the exchange 'shanghai'", Refused(Share(2) with { Exchange = "shanghai" }), StringComparison.Ordinal);
        Assert.Contains("older shares open nothing", Refused(Share(2) with { Generation = 1 }), StringComparison.Ordinal);
        Assert.Contains("did not finish", Refused(Share(2) with { Generation = 3 }), StringComparison.Ordinal);
        Assert.Contains("do not belong together", Refused(Share(2) with { Set = new byte[OfficerShare.SetSize] }), StringComparison.Ordinal);
        Assert.Contains("changed by hand", Refused(Share(2) with { Officer = "eve" }), StringComparison.Ordinal);
        Assert.EndsWith("Kept from before: 1 of 2, still waiting for bo or chen.", Refused(Share(2) with { Generation = 1 }), StringComparison.Ordinal);
        Assert.Equal(ShareVerdict.Unsealed, Add(2).Verdict);
    }

    /// <summary>Whoever alters a share and its check bytes gets no KEK out of the hub, and does not keep the other two officers from opening.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Refuses_an_altered_share_and_opens_with_the_other_two(int altered)
    {
        int[] order = [.. Enumerable.Range(1, 3).OrderBy(number => number == altered ? 0 : number)];
        Assert.Equal(ShareVerdict.Waiting, Add(order[0], altered: true).Verdict);
        ShareAnswer second = Add(order[1]);
        Assert.Equal(ShareVerdict.Refused, second.Verdict);
        Assert.Contains("one of them was altered", second.Message, StringComparison.Ordinal);
        Assert.Null(_hand.Secret);
        Assert.Equal(ShareVerdict.Unsealed, Add(order[2]).Verdict);
        Assert.Equal(_kek.Span.ToArray(), _hand.Secret!.Span.ToArray());
    }

    [Fact]
    public void Refuses_three_of_which_no_two_belong_together()
    {
        Add(1, altered: true);
        Add(2);
        Assert.Contains("No two of the three", Add(3, altered: true, by: 0x40).Message, StringComparison.Ordinal);
        Assert.Null(_hand.Secret);
    }

    [Fact]
    public void Drops_a_share_after_a_quarter_of_an_hour()
    {
        OfficerShare share = Share(1);
        _hand.Add(share, _record, Exchange);
        _time.Advance(SharesAtHand.KeptFor - TimeSpan.FromMinutes(1));
        Assert.Equal(0, _hand.Expire());
        Assert.NotEqual(new byte[Kek.Size], share.Value.Span.ToArray());
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, _hand.Expire());
        Assert.Equal(new byte[Kek.Size], share.Value.Span.ToArray());
        Assert.Equal(ShareVerdict.Waiting, Add(2).Verdict);
        _time.Advance(SharesAtHand.KeptFor);
        Assert.Equal(ShareVerdict.Waiting, Add(3).Verdict);
        Assert.Null(_hand.Secret);
    }

    [Theory]
    [InlineData("olivia", "bo")]
    [InlineData("olivia", "bo", "chen", "dai")]
    [InlineData("olivia", "bo", "Olivia")]
    [InlineData("olivia", "bo", "chen:")]
    public void Refuses_to_split_among_others_than_three_whose_names_differ(params string[] names) =>
        Assert.Throws<SetupException>(() => ShareFiles.NewRecord(_kek, 1, names, _time.GetUtcNow()));

    private ShareAnswer Add(int number, bool altered = false, byte by = 1) => _hand.Add(Share(number, altered, by), _record, Exchange);

    private string Refused(OfficerShare share)
    {
        ShareAnswer answer = _hand.Add(share, _record, Exchange);
        Assert.Equal(ShareVerdict.Refused, answer.Verdict);
        return answer.Message;
    }

    private OfficerShare Share(int number, bool altered = false, byte by = 1)
    {
        PinnedSecret value = new(Kek.Size);
        _values[number - 1].Span.CopyTo(value.Span);
        value.Span[5] ^= altered ? by : (byte)0;
        return new OfficerShare(Exchange, _record.Generation, _record.Set, number, _record.Officers[number - 1], value);
    }
}
