using BlacklistExchange.Protocol.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Wire;

public sealed class ByteReaderTests
{
    private const string Domain = "bex/test/v1";

    [Fact]
    public void Keeps_every_kind_of_field()
    {
        Prop.ForAll(Generate.Text.ToArbitrary(), Generate.U64.ToArbitrary(), Generate.Byte.ArrayOf().ToArbitrary(), (text, number, bytes) =>
        {
            byte[] written = new ByteWriter(Domain).U8((byte)number).U16((ushort)number).U32((uint)number).U64(number).Text8(text).Bytes16(bytes).Fixed(bytes, bytes.Length).ToArray();
            ByteReader reader = new(written, Domain);
            return reader.U8() == (byte)number && reader.U16() == (ushort)number && reader.U32() == (uint)number && reader.U64() == number && reader.Text8() == text
                && reader.Bytes16().AsSpan().SequenceEqual(bytes) && reader.Fixed(bytes.Length).AsSpan().SequenceEqual(bytes) && reader.AtCleanEnd;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Returns_integers_big_endian()
    {
        byte[] written = new ByteWriter("x").U8(1).U16(0x0203).U32(0x04050607).U64(0x08090A0B0C0D0E0F).ToArray();
        Assert.Equal("0178" + "0102030405060708090a0b0c0d0e0f", Convert.ToHexStringLower(written));
    }

    [Fact]
    public void Returns_zeros_after_the_first_failure()
    {
        ByteReader reader = new(new ByteWriter(Domain).U8(7).ToArray(), Domain);
        Assert.Equal(0u, reader.U32());
        Assert.True(reader.Failed);
        Assert.Equal(0, reader.U8());
        Assert.Equal(0, reader.U16());
        Assert.Equal(0u, reader.U64());
        Assert.Equal(new byte[5], reader.Fixed(5));
        Assert.Empty(reader.Bytes16());
        Assert.Equal("", reader.Text8());
        Assert.False(reader.AtCleanEnd);
    }

    [Theory]
    [InlineData("80")]
    [InlineData("c080")]
    [InlineData("eda080")]
    [InlineData("f4908080")]
    public void Refuses_malformed_utf8(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        byte[] written = new ByteWriter(Domain).U8((byte)bytes.Length).Fixed(bytes, bytes.Length).ToArray();
        ByteReader reader = new(written, Domain);
        Assert.Equal("", reader.Text8());
        Assert.True(reader.Failed);
    }

    [Fact]
    public void Refuses_to_write_what_cannot_be_read()
    {
        Assert.ThrowsAny<ArgumentException>(() => new ByteWriter(Domain).Text8("\ud800"));
        Assert.ThrowsAny<ArgumentException>(() => new ByteWriter(Domain).Text8(new string('x', 256)));
        Assert.ThrowsAny<ArgumentException>(() => new ByteWriter(Domain).Text8(new string('拼', 86)));
        Assert.ThrowsAny<ArgumentException>(() => new ByteWriter(Domain).Bytes16(new byte[65_536]));
        Assert.ThrowsAny<ArgumentException>(() => new ByteWriter(Domain).Fixed(new byte[31], 32));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("-ab")]
    [InlineData("ab-")]
    [InlineData("Ab")]
    [InlineData("a_b")]
    [InlineData("a b")]
    [InlineData("拼多多")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456")]
    public void Refuses_a_name_that_is_none(string name)
    {
        ByteReader reader = new(new ByteWriter(Domain).Text8(name).ToArray(), Domain);
        Assert.Equal(name, reader.Name8());
        Assert.True(reader.Failed);
        Assert.False(Slug.IsValid(name));
    }

    [Fact]
    public void Keeps_every_name() => Prop.ForAll(Generate.Name.ToArbitrary(), static name =>
    {
        ByteReader reader = new(new ByteWriter(Domain).Text8(name).ToArray(), Domain);
        return reader.Name8() == name && reader.AtCleanEnd;
    }).QuickCheckThrowOnFailure();
}
