using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Protocol.Tests.Identifiers;

/// <summary>Check characters against examples worked by hand or printed in the standards.</summary>
public sealed class CheckCharacterTests
{
    [Theory]
    [InlineData("11010519491231002", 'X')] // GB 11643-1999, example in the standard
    [InlineData("44052418800101001", '4')] // GB 11643-1999, example in the standard
    [InlineData("11010119900307000", '3')]
    public void Returns_the_resident_id_check_character(string first17, char expected) => Assert.Equal(expected, ResidentId.CheckCharacter(first17));

    [Theory]
    [InlineData("7992739871", '3')]
    [InlineData("411111111111111", '1')]
    public void Returns_the_luhn_digit(string digits, char expected) => Assert.Equal(expected, BankCard.LuhnDigit(digits));

    [Theory]
    [InlineData("D2143569", 'X')] // GB 11714-1997, example in the standard
    public void Returns_the_organization_check_character(string first8, char expected) => Assert.Equal(expected, Uscc.OrganizationCheckCharacter(first8));

    [Theory]
    [InlineData("91350100M000100Y4", '3')] // GB 32100-2015, example in the standard
    public void Returns_the_uscc_check_character(string first17, char expected) => Assert.Equal(expected, Uscc.CheckCharacter(first17));

    [Fact]
    public void Refuses_a_wrong_length_or_character()
    {
        Assert.Throws<ArgumentException>(() => ResidentId.CheckCharacter("1101051949123100"));
        Assert.Throws<ArgumentException>(() => ResidentId.CheckCharacter("1101051949123100X"));
        Assert.Throws<ArgumentException>(() => Uscc.CheckCharacter("91350100M000100YI"));
        Assert.Throws<ArgumentException>(() => Uscc.OrganizationCheckCharacter("D214356"));
        Assert.Throws<ArgumentException>(() => BankCard.LuhnDigit(""));
    }
}
