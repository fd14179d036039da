using System.Buffers.Binary;
using System.Text;
using BlacklistExchange.Protocol.Groups;
using Xunit.Abstractions;
using EightLanes = BlacklistExchange.Protocol.Groups.Lanes8;
using FourLanes = BlacklistExchange.Protocol.Groups.Lanes4;

namespace BlacklistExchange.Protocol.Tests.Groups;

public sealed class Sha512BatchTests(ITestOutputHelper output)
{
    public static TheoryData<int> Widths => [8, 4, 1];

    /// <summary>FIPS 180-4's examples, and the short and long messages of the algorithm's published validation set.</summary>
    public static TheoryData<string, string> KnownAnswers => new()
    {
        { "", "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e" },
        { "abc", "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f" },
        {
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "204a8fc6dda82f0a0ced7beb8e08a41657c16ef468b228a8279be331a703c33596fd15c13b1b07f9aa1d3bea57789ca031ad85c7a71dd70354ec631238ca3445"
        },
        {
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909"
        },
    };

    [Fact]
    public void Returns_the_widest_lanes_that_the_processor_has()
    {
        int expected = EightLanes.Width.IsSupported ? 8 : FourLanes.Width.IsSupported ? 4 : 1;
        output.WriteLine($"{Sha512Batch.Lanes} lane(s) in use");
        Assert.Equal(expected, Sha512Batch.Lanes);
    }

    [Theory]
    [MemberData(nameof(KnownAnswers))]
    public void Returns_the_known_answers(string message, string digest)
    {
        foreach (int lanes in new[] { 8, 4, 1 }.Where(lanes => Sha512Case.Has(lanes, output)))
        {
            Sha512Case messages = new([.. Enumerable.Repeat(Encoding.ASCII.GetBytes(message), 9)]);
            Assert.All(messages.Hash(afterZeroBlock: false, lanes).Chunk(64).Select(Convert.ToHexStringLower), found => Assert.Equal(digest, found));
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Returns_the_frameworks_digest_for_every_size_and_count(int lanes)
    {
        if (!Sha512Case.Has(lanes, output))
        {
            return;
        }

        for (int size = 0; size <= 400; size++)
        {
            Sha512Case most = Sha512Case.Seeded(size, Enumerable.Repeat(size, 17));
            byte[] plain = most.Digests(afterZeroBlock: false), after = most.Digests(afterZeroBlock: true);
            for (int count = 1; count <= 17; count++)
            {
                Sha512Case messages = new(most.Messages[..count]);
                Assert.Equal(plain[..(64 * count)], messages.Hash(afterZeroBlock: false, lanes));
                Assert.Equal(after[..(64 * count)], messages.Hash(afterZeroBlock: true, lanes));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Keeps_the_order_of_messages_of_mixed_sizes(int lanes)
    {
        if (!Sha512Case.Has(lanes, output))
        {
            return;
        }

        Sha512Case messages = Sha512Case.Seeded(5, Enumerable.Range(0, 300).Select(static i => i * 7919 % 1500));
        Assert.Equal(messages.Digests(afterZeroBlock: false), messages.Hash(afterZeroBlock: false, lanes));
        Assert.Equal(messages.Digests(afterZeroBlock: true), messages.Hash(afterZeroBlock: true, lanes));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Returns_the_digests_of_messages_too_long_for_lanes(int lanes)
    {
        if (!Sha512Case.Has(lanes, output))
        {
            return;
        }

        Sha512Case messages = Sha512Case.Seeded(6, [1 << 17, 3, (1 << 17) - 17, 200_000, 1 << 17, (1 << 17) - 17, (1 << 17) - 16]);
        Assert.Equal(messages.Digests(afterZeroBlock: false), messages.Hash(afterZeroBlock: false, lanes));
        Assert.Equal(messages.Digests(afterZeroBlock: true), messages.Hash(afterZeroBlock: true, lanes));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    public void Returns_the_same_digest_from_the_state_after_the_first_block(int lanes)
    {
        if (!Sha512Case.Has(lanes, output))
        {
            return;
        }

        // 200 bytes and their padding are two blocks; what the first leaves is the start of the second.
        Sha512Case messages = Sha512Case.Seeded(7, 200);
        byte[] padded = [.. messages.Messages[0], 0x80, .. new byte[53], 0x06, 0x40];
        byte[] state = Sha512Case.Compress(Sha512Constants.Start, padded.AsSpan(0, 128), lanes);
        ulong[] start = [.. state.Chunk(8).Select(static word => BinaryPrimitives.ReadUInt64BigEndian(word))];
        Assert.Equal(messages.Digests(afterZeroBlock: false), Sha512Case.Compress(start, padded.AsSpan(128), lanes));
        Assert.NotEqual(messages.Digests(afterZeroBlock: false), Sha512Case.Compress(Sha512Constants.Start, padded.AsSpan(128), lanes));

        byte[] zeroes = Sha512Case.Compress(Sha512Constants.Start, Sha512Case.ZeroBlock, lanes);
        Assert.Equal(Sha512Constants.AfterZeroBlock.ToArray(), zeroes.Chunk(8).Select(static word => BinaryPrimitives.ReadUInt64BigEndian(word)));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    public void Refuses_memory_that_is_no_whole_number_of_blocks_in_every_lane(int lanes)
    {
        if (!Sha512Case.Has(lanes, output))
        {
            return;
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Sha512Case.Compress(Sha512Constants.Start, new byte[100], lanes));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sha512Case.Compress(Sha512Constants.Start[..7], new byte[128], lanes));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sha512Batch.Hash(default(Sha512Case.Writer), new byte[64], afterZeroBlock: false, lanes));
    }
}
