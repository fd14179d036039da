using System.Text;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Protocol.Tests.Identifiers;

public sealed class CanonicalBytesTests
{
    [Theory]
    [InlineData(IdentifierKind.Phone, "138 1234-0000", null, "4245587631000200" + "000E" + "2B38363133383132333430303030", "+8613812340000")]
    [InlineData(IdentifierKind.SellerAccount, " 店铺9 ", "red-mall", "4245587631000108" + "7265642D6D616C6C" + "0007" + "E5BA97E993BA39", "店铺9")]
    [InlineData(IdentifierKind.ResidentId, "110105 19491231 002x", null, "4245587631000300" + "0012" + "313130313035313934393132333130303258", "11010519491231002X")]
    [InlineData(IdentifierKind.Uscc, "91350100m000100y43", null, "4245587631000400" + "0012" + "393133353031303" + "04D303030313030593433", "91350100M000100Y43")]
    public void Returns_prefix_kind_namespace_and_value(IdentifierKind kind, string text, string? ns, string hex, string value)
    {
        Identifier identifier = Identifier.Parse(kind, text, ns);
        Assert.Equal(hex, Convert.ToHexString(identifier.CanonicalBytes.Span));
        Assert.Equal(value, identifier.RevealValue());
        Assert.Equal(ns ?? "", identifier.Namespace);
    }

    [Fact]
    public void Keeps_equality_by_canonical_bytes()
    {
        Identifier left = Identifier.Parse(IdentifierKind.Phone, "１３８１２３４００００");
        Identifier right = Identifier.Parse(IdentifierKind.Phone, "+86 138 1234 0000");
        Assert.Equal(left, right);
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
        Assert.NotEqual(left, Identifier.Parse(IdentifierKind.Phone, "+86 138 1234 0001"));
        Assert.NotEqual(Identifier.Parse(IdentifierKind.SellerAccount, "shop9", "red"), Identifier.Parse(IdentifierKind.SellerAccount, "shop9", "blue"));
        Assert.NotEqual(Identifier.Parse(IdentifierKind.SellerAccount, "shop9", "red"), Identifier.Parse(IdentifierKind.CourierSender, "shop9", "red"));
    }

    [Fact]
    public void Keeps_the_value_out_of_text_json_and_exceptions()
    {
        Identifier identifier = Identifier.Parse(IdentifierKind.Phone, "13812340000");
        Assert.Equal("phone", identifier.ToString());
        string json = System.Text.Json.JsonSerializer.Serialize(identifier);
        Assert.DoesNotContain("138123", json, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.ASCII.GetBytes("+86138")), json, StringComparison.Ordinal);
        Assert.Equal("""{"Kind":2,"Namespace":""}""", json);
        IdentifierException refused = Assert.Throws<IdentifierException>(() => Identifier.Parse(IdentifierKind.ResidentId, "110105194912310021"));
        Assert.Equal("resident-id.checksum", refused.Refusal.Code);
        Assert.True(refused.Refusal.LooksFabricated);
        Assert.DoesNotContain("1949", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_an_unknown_kind() => Assert.Throws<ArgumentOutOfRangeException>(() => Identifier.Parse((IdentifierKind)99, "x"));
}
