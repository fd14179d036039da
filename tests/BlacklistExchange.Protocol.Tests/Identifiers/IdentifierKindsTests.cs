using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Protocol.Tests.Identifiers;

public sealed class IdentifierKindsTests
{
    [Fact]
    public void Returns_every_kind_once_by_number_and_name()
    {
        Assert.Equal(Enum.GetValues<IdentifierKind>(), IdentifierKinds.All.Select(static info => info.Kind));
        foreach (IdentifierKindInfo info in IdentifierKinds.All)
        {
            Assert.True(IdentifierKinds.TryGetByName(info.Name, out IdentifierKind kind));
            Assert.Equal(info.Kind, kind);
            Assert.Equal(info.Name, IdentifierKinds.Name(kind));
        }
    }

    [Fact]
    public void Refuses_unknown_names()
    {
        Assert.False(IdentifierKinds.TryGetByName("Phone", out _));
        Assert.False(IdentifierKinds.TryGetByName(null, out _));
        Assert.False(IdentifierKinds.IsKnown((IdentifierKind)0));
    }

    [Fact]
    public void Returns_an_independent_calling_code_table()
    {
        CallingCode[] codes = [.. CallingCode.All];
        Assert.True(codes.Length > 200);
        Assert.All(codes, code => Assert.Single(codes, other => code.Digits.StartsWith(other.Digits, StringComparison.Ordinal)));
        Assert.All(codes, static code => Assert.InRange(code.MaxLength, code.MinLength, 15 - code.Digits.Length));
    }
}
