using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BlacklistExchange.Protocol.Groups;

namespace BlacklistExchange.Protocol.Tests.Groups;

public sealed class ExpandMessageTests
{
    [Theory]
    [InlineData("rfc9380_expand_message_xmd_SHA256_38.json", 10)]
    [InlineData("rfc9380_expand_message_xmd_SHA256_256.json", 10)]
    [InlineData("rfc9380_expand_message_xmd_SHA512_38.json", 10)]
    public void Returns_the_uniform_bytes_of_RFC_9380(string file, int expectedCount)
    {
        JsonElement vectors = VectorFile.Read(file);
        HashAlgorithmName hash = new(vectors.GetProperty("hash").GetString());
        byte[] domain = Encoding.ASCII.GetBytes(vectors.GetProperty("DST").GetString()!);
        int count = 0;
        foreach (JsonElement test in vectors.GetProperty("tests").EnumerateArray())
        {
            byte[] uniformBytes = new byte[Convert.ToInt32(test.GetProperty("len_in_bytes").GetString(), 16)];
            ExpandMessage.Xmd(hash, Encoding.ASCII.GetBytes(test.GetProperty("msg").GetString()!), domain, uniformBytes);
            Assert.Equal(test.Hex("uniform_bytes"), uniformBytes);
            count++;
        }

        Assert.Equal(expectedCount, count);
    }

    [Fact]
    public void Keeps_the_message_apart_from_the_tag_when_it_outgrows_the_stack()
    {
        byte[] message = new byte[5000], shorter = new byte[4999], a = new byte[64], b = new byte[64];
        ExpandMessage.Xmd(HashAlgorithmName.SHA512, message, "tag"u8, a);
        ExpandMessage.Xmd(HashAlgorithmName.SHA512, shorter, "tag"u8, b);
        Assert.NotEqual(a, b);
    }

    [Fact]
    public void Refuses_an_empty_tag_an_unknown_hash_and_too_long_an_output()
    {
        Assert.Throws<ArgumentException>(() => ExpandMessage.Xmd(HashAlgorithmName.SHA512, [], [], new byte[32]));
        Assert.Throws<ArgumentException>(() => ExpandMessage.Xmd(HashAlgorithmName.MD5, [], "tag"u8, new byte[32]));
        Assert.Throws<ArgumentException>(() => ExpandMessage.Xmd(HashAlgorithmName.SHA256, [], "tag"u8, new byte[(255 * 32) + 1]));
    }
}
