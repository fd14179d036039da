using System.Security.Cryptography;
using BlacklistExchange.Protocol.Groups;
using Xunit.Abstractions;
using EightLanes = BlacklistExchange.Protocol.Groups.Lanes8;
using FourLanes = BlacklistExchange.Protocol.Groups.Lanes4;

namespace BlacklistExchange.Protocol.Tests.Groups;

/// <summary>Messages for the hash, the framework's digests of them, and the lanes that this processor has.</summary>
internal sealed class Sha512Case(byte[][] messages)
{
    public static readonly byte[] ZeroBlock = new byte[128];

    public byte[][] Messages => messages;

    /// <summary>As many messages as sizes, filled by a seeded generator.</summary>
    public static Sha512Case Seeded(int seed, params IEnumerable<int> sizes)
    {
        Random random = new(seed);
        byte[][] messages = [.. sizes.Select(static size => new byte[size])];
        Array.ForEach(messages, random.NextBytes);
        return new(messages);
    }

    /// <summary>False, with a line that says so, where the processor lacks the lanes.</summary>
    public static bool Has(int lanes, ITestOutputHelper output)
    {
        bool has = lanes == EightLanes.Width.Lanes ? EightLanes.Width.IsSupported : lanes != FourLanes.Width.Lanes || FourLanes.Width.IsSupported;
        output.WriteLine(has ? $"{lanes} lane(s) run" : $"{lanes} lanes NOT RUN: this processor, or this run's settings, lack their instructions");
        return has;
    }

    /// <summary>The framework's digests, one after the other.</summary>
    public byte[] Digests(bool afterZeroBlock) => [.. messages.SelectMany(message => SHA512.HashData(afterZeroBlock ? [.. ZeroBlock, .. message] : message))];

    public byte[] Hash(bool afterZeroBlock, int lanes)
    {
        byte[] digests = new byte[64 * messages.Length];
        Sha512Batch.Hash(new Writer(messages), digests, afterZeroBlock, lanes);
        return digests;
    }

    /// <summary>The same whole blocks in every lane; all lanes must agree.</summary>
    public static byte[] Compress(ReadOnlySpan<ulong> start, ReadOnlySpan<byte> blocks, int lanes)
    {
        byte[] memory = [.. Enumerable.Repeat(blocks.ToArray(), lanes).SelectMany(static lane => lane)], digests = new byte[64 * lanes];
        if (lanes == EightLanes.Width.Lanes)
        {
            EightLanes.Sha512Lanes.Hash(start, memory, blocks.Length, digests);
        }
        else
        {
            FourLanes.Sha512Lanes.Hash(start, memory, blocks.Length, digests);
        }

        Assert.All(digests.Chunk(64), digest => Assert.Equal(digests[..64], digest));
        return digests[..64];
    }

    internal readonly struct Writer(byte[][] messages) : IMessageWriter
    {
        public int Count => messages?.Length ?? 0;

        public int SizeOf(int index) => messages[index].Length;

        public void Write(int index, Span<byte> message) => messages[index].CopyTo(message);
    }
}
