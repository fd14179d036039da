using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Voprf;

namespace BlacklistExchange.Protocol.Tests.Vectors;

/// <summary>The fixed inputs of our vectors: everything else follows from them. All identifiers are invented.</summary>
internal static class Fixed
{
    public const string Exchange = "example-exchange";
    public const string List = "ipr-example";
    public const string Member = "example-mall";
    public const byte Phone = 2;
    public const uint Epoch = 7;

    public static readonly Ciphersuite Suite = Ciphersuite.Ristretto255Sha512;

    public static Label Example => new(Category.Counterfeit, new Month(240), new Month(241), 1, EntryStatus.Listed, EvidenceTier.Official, LabelFlags.None, 3, 0xDECAFBAD);

    /// <summary>Canonical bytes of the invented phone +8619900000123.</summary>
    public static byte[] Input => Canonical("+8619900000123");

    public static byte[] Canonical(string phone) => [.. "BEXv1\0"u8, Phone, 0, 0, (byte)phone.Length, .. Encoding.ASCII.GetBytes(phone)];

    /// <summary>32 bytes that are the digest of a name: salts, nonces and seeds of the vectors.</summary>
    public static byte[] Bytes32(string name) => SHA256.HashData(Encoding.ASCII.GetBytes(name));

    public static KeyPair EpochKey() => KeyPair.Derive(Suite, Bytes32("epoch key"), "worked example"u8);

    /// <summary>An ECDSA key whose private scalar is the digest of a name.</summary>
    public static ECDsa SigningKey(string name) => ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Bytes32(name) });

    public static Scalar Scalar(string name) => Suite.Group.HashToScalar(Encoding.ASCII.GetBytes(name), "worked example"u8);

    /// <summary>The entry key of an input under <see cref="EpochKey"/>.</summary>
    public static EntryKey EntryKey(byte[] input)
    {
        using KeyPair key = EpochKey();
        using BlindedBatch batch = new VoprfClient(JointKey.OfSingle(Suite, key.PublicKey)).Blind([input]);
        Assert.True(BlindedElements.TryDecode(Suite, batch.BlindedElements, out BlindedElements? blinded, out _));
        byte[] evaluated = new byte[32], proof = new byte[64], y = new byte[64];
        new VoprfServer(key).BlindEvaluate(blinded, evaluated, proof);
        batch.Finalize([new HolderAnswer(1, evaluated, proof)], y);
        return Protocol.Entries.EntryKey.Derive(y, Suite.Identifier, List, Phone, Epoch);
    }

    public static JsonNode Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
