using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Tests.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Reports;

/// <summary>Receipt, retraction and renewal: the encoding's contract is in <see cref="SignedStructureTests"/>, here is what each adds.</summary>
public sealed class StatementTests
{
    [Fact]
    public void Keeps_every_field_of_a_receipt() => Prop.ForAll(Generate.Receipt.ToArbitrary(), static wanted =>
    {
        Assert.True(Receipt.TryDecode(wanted.Encode(), out Receipt read));
        Assert.Equivalent(wanted with { Items = [] }, read with { Items = [] }, strict: true);
        Assert.Equal(wanted.Items, read.Items);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Keeps_every_field_of_a_retraction() => Prop.ForAll(Generate.Retraction.ToArbitrary(), static wanted =>
        RetractionStatement.TryDecode(wanted.Encode(), out RetractionStatement read) && read == wanted).QuickCheckThrowOnFailure();

    [Fact]
    public void Keeps_every_field_of_a_renewal() => Prop.ForAll(Generate.Renewal.ToArbitrary(), static wanted =>
    {
        Assert.True(RenewalStatement.TryDecode(wanted.Encode(), out RenewalStatement read));
        Assert.Equivalent(wanted with { Items = [] }, read with { Items = [] }, strict: true);
        Assert.Equal(wanted.Items, read.Items);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Refuses_a_receipt_with_an_outcome_or_state_outside_the_registry()
    {
        Receipt receipt = Generate.Receipt.Sample(1, 1)[0];
        ReceiptItem item = receipt.Items[0];
        Assert.True(Receipt.TryDecode((receipt with { Items = [item] }).Encode(), out _));
        Assert.False(Receipt.TryDecode((receipt with { Items = [item with { Outcome = (ItemOutcome)4 }] }).Encode(), out _));
        Assert.False(Receipt.TryDecode((receipt with { Items = [item with { State = (EntryState)8 }] }).Encode(), out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => (receipt with { Items = [] }).Encode());
        Assert.Throws<ArgumentOutOfRangeException>(() => (receipt with { Items = [.. Enumerable.Repeat(item, 501)] }).Encode());
    }

    [Fact]
    public void Refuses_to_renew_nothing_or_501_items()
    {
        RenewalStatement renewal = Generate.Renewal.Sample(1, 1)[0];
        Assert.Throws<ArgumentOutOfRangeException>(() => (renewal with { Items = [] }).Encode());
        Assert.Throws<ArgumentOutOfRangeException>(() => (renewal with { Items = [.. Enumerable.Repeat(renewal.Items[0], 501)] }).Encode());
    }
}
