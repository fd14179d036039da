using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BlacklistExchange.Protocol.Groups;

/// <summary>expand_message_xmd of RFC 9380 §5.3.1 over SHA-512, for many messages under one domain separation tag. One message alone: <see cref="ExpandMessage"/>.</summary>
/// <remarks>Constant time in the messages' values, not in their number and lengths. What lies between message and output is zeroed.</remarks>
internal static class ExpandMessageBatch
{
    /// <summary>Expands messages of one length, which stand one after the other.</summary>
    /// <param name="messages">The messages; may be secret.</param>
    /// <param name="messageSize">Bytes in each message, not zero.</param>
    /// <param name="domain">The domain separation tag, public.</param>
    /// <param name="uniformBytes">The outputs, one after the other.</param>
    /// <param name="outputSize">Bytes in each output, at most 255 digests.</param>
    public static void Xmd(ReadOnlySpan<byte> messages, int messageSize, ReadOnlySpan<byte> domain, Span<byte> uniformBytes, int outputSize)
    {
        Span<byte> tag = stackalloc byte[ExpandMessage.MaximumTag];
        tag = tag[..ExpandMessage.WriteTag(HashAlgorithmName.SHA512, domain, Sha512Constants.DigestSize, tag)];
        Xmd(new Beginnings { Joined = messages, JoinedSize = messageSize, Count = messages.Length / messageSize, OutputSize = outputSize, Tag = tag }, uniformBytes);
    }

    /// <summary>Expands messages of any lengths.</summary>
    public static void Xmd(IReadOnlyList<ReadOnlyMemory<byte>> messages, ReadOnlySpan<byte> domain, Span<byte> uniformBytes, int outputSize)
    {
        Span<byte> tag = stackalloc byte[ExpandMessage.MaximumTag];
        tag = tag[..ExpandMessage.WriteTag(HashAlgorithmName.SHA512, domain, Sha512Constants.DigestSize, tag)];
        Xmd(new Beginnings { Apart = messages, Count = messages.Count, OutputSize = outputSize, Tag = tag }, uniformBytes);
    }

    private static void Xmd(Beginnings beginnings, Span<byte> uniformBytes)
    {
        ExpandMessage.RequireLength(beginnings.OutputSize, Sha512Constants.DigestSize, nameof(uniformBytes));
        ArgumentOutOfRangeException.ThrowIfNotEqual(uniformBytes.Length, checked(beginnings.Count * beginnings.OutputSize), nameof(uniformBytes));
        if (beginnings.OutputSize == Sha512Constants.DigestSize)
        {
            // What a group's hashes take: b_1 replaces b_0, and nothing else holds either.
            Sha512Batch.Hash(beginnings, uniformBytes, afterZeroBlock: true);
            Sha512Batch.Hash(new Links { B0 = uniformBytes, Number = 1, Tag = beginnings.Tag }, uniformBytes);
            return;
        }

        byte[] b0 = GC.AllocateUninitializedArray<byte>(checked(beginnings.Count * Sha512Constants.DigestSize), pinned: true);
        byte[] link = GC.AllocateUninitializedArray<byte>(b0.Length, pinned: true);
        Sha512Batch.Hash(beginnings, b0, afterZeroBlock: true);
        for (int done = 0, number = 1; done < beginnings.OutputSize; done += Sha512Constants.DigestSize, number++)
        {
            Sha512Batch.Hash(new Links { B0 = b0, Previous = number == 1 ? default : link, Number = (byte)number, Tag = beginnings.Tag }, link);
            int take = Math.Min(Sha512Constants.DigestSize, beginnings.OutputSize - done);
            for (int i = 0; i < beginnings.Count; i++)
            {
                link.AsSpan(i * Sha512Constants.DigestSize, take).CopyTo(uniformBytes[((i * beginnings.OutputSize) + done)..]);
            }
        }

        CryptographicOperations.ZeroMemory(b0);
        CryptographicOperations.ZeroMemory(link);
    }

    /// <summary>What b_0 hashes: msg ‖ I2OSP(length, 2) ‖ 0x00 ‖ DST_prime, after the block of zeroes Z_pad.</summary>
    private readonly ref struct Beginnings : IMessageWriter
    {
        public ReadOnlySpan<byte> Joined { get; init; }

        public int JoinedSize { get; init; }

        public IReadOnlyList<ReadOnlyMemory<byte>>? Apart { get; init; }

        public int Count { get; init; }

        public int OutputSize { get; init; }

        public ReadOnlySpan<byte> Tag { get; init; }

        public int SizeOf(int index) => (Apart is null ? JoinedSize : Apart[index].Length) + 3 + Tag.Length;

        public void Write(int index, Span<byte> message)
        {
            ReadOnlySpan<byte> own = Apart is null ? Joined.Slice(index * JoinedSize, JoinedSize) : Apart[index].Span;
            own.CopyTo(message);
            BinaryPrimitives.WriteUInt16BigEndian(message[own.Length..], (ushort)OutputSize);
            message[own.Length + 2] = 0;
            Tag.CopyTo(message[(own.Length + 3)..]);
        }
    }

    /// <summary>What b_i hashes: (b_0 xor b_(i-1)) ‖ I2OSP(i, 1) ‖ DST_prime. There is no link before the first: b_0 alone.</summary>
    private readonly ref struct Links : IMessageWriter
    {
        public ReadOnlySpan<byte> B0 { get; init; }

        public ReadOnlySpan<byte> Previous { get; init; }

        public byte Number { get; init; }

        public ReadOnlySpan<byte> Tag { get; init; }

        public int Count => B0.Length / Sha512Constants.DigestSize;

        public int SizeOf(int index) => Sha512Constants.DigestSize + 1 + Tag.Length;

        public void Write(int index, Span<byte> message)
        {
            int first = index * Sha512Constants.DigestSize;
            B0.Slice(first, Sha512Constants.DigestSize).CopyTo(message);
            for (int i = 0; i < Sha512Constants.DigestSize && !Previous.IsEmpty; i++)
            {
                message[i] ^= Previous[first + i];
            }

            message[Sha512Constants.DigestSize] = Number;
            Tag.CopyTo(message[(Sha512Constants.DigestSize + 1)..]);
        }
    }
}
