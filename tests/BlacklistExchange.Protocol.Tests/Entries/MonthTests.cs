using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Tests.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Entries;

public sealed class MonthTests
{
    [Fact]
    public void Keeps_every_month_through_text() => Prop.ForAll(Generate.U16.ToArbitrary(), static number =>
        Month.TryParse(new Month(number).ToString(), out Month month) && month.Number == number).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("2000-01", 0)]
    [InlineData("2020-02", 241)]
    [InlineData("7461-04", 65535)]
    public void Returns_months_since_2000(string text, int number)
    {
        Assert.True(Month.TryParse(text, out Month month));
        Assert.Equal(number, month.Number);
        Assert.Equal(text, month.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1999-12")]
    [InlineData("7461-05")]
    [InlineData("9999-12")]
    [InlineData("2020-13")]
    [InlineData("2020-00")]
    [InlineData("2020-2")]
    [InlineData("2020-02-01")]
    [InlineData("２０２０-02")]
    [InlineData(" 2020-02")]
    public void Refuses_anything_else(string? text)
    {
        Assert.False(Month.TryParse(text, out Month month));
        Assert.Equal(default, month);
    }

    [Fact]
    public void Returns_the_month_in_utc()
    {
        Assert.Equal("2020-01", Month.Of(new DateTimeOffset(2020, 2, 1, 7, 59, 59, TimeSpan.FromHours(8))).ToString());
        Assert.Equal("2020-02", Month.Of(new DateTimeOffset(2020, 2, 1, 8, 0, 0, TimeSpan.FromHours(8))).ToString());
        Assert.Throws<OverflowException>(() => Month.Of(new DateTimeOffset(1999, 12, 31, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Keeps_the_order_of_time() => Prop.ForAll(Generate.U16.ToArbitrary(), Generate.U16.ToArbitrary(), static (left, right) =>
        new Month(left) < new Month(right) == left < right && new Month(left) <= new Month(right) == left <= right
        && new Month(left) > new Month(right) == left > right && new Month(left) >= new Month(right) == left >= right
        && Math.Sign(new Month(left).CompareTo(new Month(right))) == Math.Sign(left.CompareTo(right))).QuickCheckThrowOnFailure();
}
