using System.Text.Json;
using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Groups.Edwards25519;

namespace BlacklistExchange.Protocol.Tests.Groups;

public sealed class Ristretto255Tests
{
    private static readonly JsonElement Vectors = VectorFile.Read("rfc9496_ristretto255.json");

    [Fact]
    public void Returns_the_multiples_of_the_generator()
    {
        byte[][] multiples = [.. Vectors.GetProperty("smallMultiples").EnumerateArray().Select(v => Convert.FromHexString(v.GetString()!))];
        Assert.Equal(16, multiples.Length);
        byte[] encoded = new byte[32];
        for (uint i = 0; i < multiples.Length; i++)
        {
            using Scalar scalar = Ristretto255.Instance.ScalarOf(i);
            Ristretto255.Instance.Multiply(scalar, Ristretto255.Instance.Generator, encoded);
            Assert.Equal(multiples[i], encoded);
        }
    }

    [Fact]
    public void Refuses_the_bad_encodings_and_the_identity()
    {
        byte[][] bad = [.. Vectors.GetProperty("badEncodings").EnumerateArray().Select(v => Convert.FromHexString(v.GetString()!)), new byte[32]];
        Assert.Equal(30, bad.Length);
        foreach (byte[] encoding in bad)
        {
            Assert.False(Ristretto255.Instance.TryDecode(encoding, out Elements? elements, out int refused));
            Assert.Null(elements);
            Assert.Equal(0, refused);
        }
    }

    [Fact]
    public void Returns_the_one_way_map()
    {
        byte[] encoded = new byte[32];
        int count = 0;
        foreach (JsonElement vector in Vectors.GetProperty("oneWayMap").EnumerateArray())
        {
            Ristretto255Encoding.Map(out EdwardsPoint point, vector.Hex("in"));
            Ristretto255Encoding.Encode(encoded, point);
            Assert.Equal(vector.Hex("out"), encoded);
            count++;
        }

        Assert.Equal(11, count);
    }

    [Fact]
    public void Keeps_the_generator_when_a_caller_disposes_it()
    {
        Ristretto255.Instance.Generator.Dispose();
        byte[] encoded = new byte[32];
        Ristretto255.Instance.Encode(Ristretto255.Instance.Generator, encoded);
        Assert.Equal(Vectors.GetProperty("smallMultiples")[1].GetString(), Convert.ToHexStringLower(encoded));
    }
}
