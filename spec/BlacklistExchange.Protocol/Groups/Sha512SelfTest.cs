using System.Security.Cryptography;

namespace BlacklistExchange.Protocol.Groups;

/// <summary>Asked once before lanes are used: a fault in a processor, a virtual machine or a compiler must not become a wrong answer to a member.</summary>
internal static class Sha512SelfTest
{
    /// <summary>Long enough for two blocks.</summary>
    private const int Size = 200;

    /// <summary>True if as many messages as there are lanes, all of them different, have the framework's digests from both states that a hash starts from.</summary>
    public static bool Passes(int lanes) => Agrees(lanes, afterZeroBlock: false) && Agrees(lanes, afterZeroBlock: true);

    private static bool Agrees(int lanes, bool afterZeroBlock)
    {
        Span<byte> digests = stackalloc byte[Lanes8.Width.Lanes * Sha512Constants.DigestSize], expected = stackalloc byte[Lanes8.Width.Lanes * Sha512Constants.DigestSize];
        digests = digests[..(lanes * Sha512Constants.DigestSize)];
        expected = expected[..digests.Length];
        Sha512Batch.Hash(new Messages(lanes), digests, afterZeroBlock, lanes);
        Sha512Batch.Hash(new Messages(lanes), expected, afterZeroBlock, Sha512Batch.FrameworkLanes);
        return CryptographicOperations.FixedTimeEquals(digests, expected);
    }

    private readonly struct Messages(int count) : IMessageWriter
    {
        public int Count => count;

        public int SizeOf(int index) => Size - index;

        public void Write(int index, Span<byte> message)
        {
            for (int i = 0; i < message.Length; i++)
            {
                message[i] = (byte)((i * 7) + (index * 61) + 0x85);
            }
        }
    }
}
