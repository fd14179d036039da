using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Groups.Edwards25519;
using BlacklistExchange.Protocol.Voprf;

namespace BlacklistExchange.Protocol.Tests.Groups;

public sealed class ArithmeticRefusalTests
{
    private const int Size = ArithmeticSamples.Size;
    private const int Largest = 1024;

    private static readonly byte[] Good = ArithmeticSamples.Encode(ArithmeticSamples.Points(2 * Largest).AsSpan(Largest));

    /// <summary>The bad encodings of RFC 9496 appendix A.3, and the identity.</summary>
    private static readonly byte[][] Bad =
        [.. VectorFile.Read("rfc9496_ristretto255.json").GetProperty("badEncodings").EnumerateArray().Select(static one => Convert.FromHexString(one.GetString()!)), new byte[Size]];

    [Theory, Arithmetics]
    public void Refuses_every_bad_encoding_in_every_lane_of_every_batch_size(string name)
    {
        Assert.Equal(30, Bad.Length);
        foreach (int size in new[] { 1, 3, 7, 8, 9, 1023, 1024 })
        {
            // All positions of small batches; of large ones those of the first and the last vector.
            foreach (int position in Enumerable.Range(0, size).Where(position => position < 9 || position >= size - 9))
            {
                Assert.All(Bad, bad => Assert.Equal(position, Decode(name, Batch(size, position, bad))));
            }
        }
    }

    [Theory, Arithmetics]
    public void Refuses_the_first_of_two(string name)
    {
        foreach ((int first, int second) in new[] { (0, 1), (0, 7), (3, 4), (7, 8), (2, 9), (6, 1023), (1022, 1023), (15, 16) })
        {
            byte[] batch = Batch(Largest, first, Bad[first % Bad.Length]);
            Bad[second % Bad.Length].CopyTo(batch, second * Size);
            Assert.Equal(first, Decode(name, batch));
        }
    }

    [Theory, Arithmetics]
    public void Refuses_a_bad_encoding_before_a_truncated_tail_and_the_tail_otherwise(string name)
    {
        Ristretto255 group = new(ArithmeticsAttribute.Get(name));
        foreach (int size in new[] { 1, 7, 8, 9, 1023 })
        {
            byte[] truncated = [.. Good.AsSpan(0, size * Size), 1];
            Assert.False(group.TryDecode(truncated, out Elements? elements, out int refused));
            Assert.Null(elements);
            Assert.Equal(size, refused);
            Bad[0].CopyTo(truncated, (size - 1) * Size);
            Assert.False(group.TryDecode(truncated, out elements, out refused));
            Assert.Null(elements);
            Assert.Equal(size - 1, refused);
        }
    }

    [Theory, Arithmetics]
    public void Refuses_the_identity_at_the_protocols_door(string name)
    {
        Ciphersuite suite = Ciphersuite.Ristretto255Sha512.Over(new Ristretto255(ArithmeticsAttribute.Get(name)));
        for (int position = 0; position < 9; position++)
        {
            Assert.False(BlindedElements.TryDecode(suite, Batch(9, position, new byte[Size]), out BlindedElements? elements, out int refused));
            Assert.Null(elements);
            Assert.Equal(position, refused);
        }
    }

    private static byte[] Batch(int size, int position, byte[] bad)
    {
        byte[] batch = Good[..(size * Size)];
        bad.CopyTo(batch, position * Size);
        return batch;
    }

    private static int Decode(string name, byte[] batch) => ArithmeticsAttribute.Get(name).Decode(batch, new EdwardsPoint[batch.Length / Size]);
}
