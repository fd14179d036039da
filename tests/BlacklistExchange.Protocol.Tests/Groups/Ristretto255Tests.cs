using System.Text.Json;
using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Groups.Edwards25519;

namespace BlacklistExchange.Protocol.Tests.Groups;

public sealed class Ristretto255Tests
{
    private static readonly JsonElement Vectors = VectorFile.Read("rfc9496_ristretto255.json");

    [Theory, Arithmetics]
    public void Returns_the_multiples_of_the_generator(string name)
    {
        Ristretto255 group = new(ArithmeticsAttribute.Get(name));
        byte[][] multiples = [.. Vectors.GetProperty("smallMultiples").EnumerateArray().Select(v => Convert.FromHexString(v.GetString()!))];
        Assert.Equal(16, multiples.Length);
        byte[] encoded = new byte[32];
        for (uint i = 0; i < multiples.Length; i++)
        {
            using Scalar scalar = group.ScalarOf(i);
            group.Multiply(scalar, group.Generator, encoded);
            Assert.Equal(multiples[i], encoded);
        }
    }

    [Theory, Arithmetics]
    public void Refuses_the_bad_encodings_and_the_identity(string name)
    {
        Ristretto255 group = new(ArithmeticsAttribute.Get(name));
        byte[][] bad = [.. Vectors.GetProperty("badEncodings").EnumerateArray().Select(v => Convert.FromHexString(v.GetString()!)), new byte[32]];
        Assert.Equal(30, bad.Length);
        foreach (byte[] encoding in bad)
        {
            Assert.False(group.TryDecode(encoding, out Elements? elements, out int refused));
            Assert.Null(elements);
            Assert.Equal(0, refused);
        }
    }

    [Theory, Arithmetics]
    public void Returns_the_one_way_map(string name)
    {
        Ristretto255Arithmetic arithmetic = ArithmeticsAttribute.Get(name);
        byte[] encoded = new byte[32];
        EdwardsPoint[] point = new EdwardsPoint[1];
        int count = 0;
        foreach (JsonElement vector in Vectors.GetProperty("oneWayMap").EnumerateArray())
        {
            arithmetic.Map(vector.Hex("in"), point);
            arithmetic.Encode(point, encoded);
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
