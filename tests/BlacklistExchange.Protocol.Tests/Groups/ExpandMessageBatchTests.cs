using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BlacklistExchange.Protocol.Groups;

namespace BlacklistExchange.Protocol.Tests.Groups;

public sealed class ExpandMessageBatchTests
{
    [Fact]
    public void Returns_the_uniform_bytes_of_RFC_9380()
    {
        JsonElement vectors = VectorFile.Read("rfc9380_expand_message_xmd_SHA512_38.json");
        byte[] domain = Encoding.ASCII.GetBytes(vectors.GetProperty("DST").GetString()!);
        int count = 0;
        foreach (IGrouping<int, JsonElement> tests in vectors.GetProperty("tests").EnumerateArray().GroupBy(static test => Convert.ToInt32(test.GetProperty("len_in_bytes").GetString(), 16)))
        {
            byte[][] messages = [.. tests.Select(static test => Encoding.ASCII.GetBytes(test.GetProperty("msg").GetString()!))];
            byte[][] expected = [.. tests.Select(static test => test.Hex("uniform_bytes"))];
            byte[] found = new byte[tests.Key * messages.Length];
            ExpandMessageBatch.Xmd([.. messages.Select(static message => (ReadOnlyMemory<byte>)message)], domain, found, tests.Key);
            Assert.Equal(expected, found.Chunk(tests.Key));
            foreach ((byte[] message, byte[] uniformBytes) in messages.Zip(expected).Where(static pair => pair.First.Length > 0))
            {
                byte[] five = new byte[5 * tests.Key];
                ExpandMessageBatch.Xmd([.. Enumerable.Repeat(message, 5).SelectMany(static copy => copy)], message.Length, domain, five, tests.Key);
                Assert.All(five.Chunk(tests.Key), output => Assert.Equal(uniformBytes, output));
            }

            count += messages.Length;
        }

        Assert.Equal(10, count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    [InlineData(255 * 64)]
    public void Returns_what_one_message_at_a_time_returns(int outputSize)
    {
        foreach (int tagSize in new[] { 1, 41, 255, 256, 1000 })
        {
            byte[] domain = [.. Enumerable.Range(0, tagSize).Select(static i => (byte)i)];
            byte[][] messages = Sha512Case.Seeded(tagSize, Enumerable.Range(0, 20).Select(static i => i * i * 3)).Messages;
            byte[] found = new byte[outputSize * messages.Length], expected = new byte[outputSize];
            ExpandMessageBatch.Xmd([.. messages.Select(static message => (ReadOnlyMemory<byte>)message)], domain, found, outputSize);
            for (int i = 0; i < messages.Length; i++)
            {
                ExpandMessage.Xmd(HashAlgorithmName.SHA512, messages[i], domain, expected);
                Assert.Equal(expected, found.AsSpan(i * outputSize, outputSize));
            }
        }
    }

    [Fact]
    public void Refuses_an_empty_tag_too_long_an_output_and_room_that_does_not_fit()
    {
        Assert.Throws<ArgumentException>(() => ExpandMessageBatch.Xmd(new byte[6], 3, [], new byte[128], 64));
        Assert.Throws<ArgumentException>(() => ExpandMessageBatch.Xmd(new byte[6], 3, "tag"u8, new byte[2 * ((255 * 64) + 1)], (255 * 64) + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExpandMessageBatch.Xmd(new byte[6], 3, "tag"u8, new byte[127], 64));
    }
}
