using System.Text;
using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Voprf;

namespace BlacklistExchange.Protocol.Tests.Voprf;

/// <summary>Holders of one joint key in this process, and the answers they give.</summary>
internal sealed class VoprfScene
{
    public static readonly Ciphersuite Suite = Ciphersuite.Ristretto255Sha512;

    private readonly KeyPair[] shares;

    public VoprfScene(int threshold, int holders)
    {
        using Scalar secret = Suite.Group.RandomScalar();
        byte[] copy = new byte[Suite.ScalarSize];
        secret.CopyTo(copy);
        Single = KeyPair.Import(Suite, copy);
        shares = [.. Threshold.Split(secret, threshold, holders).Select(share => KeyPair.Adopt(Suite, share))];
        Holders = [.. shares.Select((share, i) => new HolderKey((ushort)(i + 1), share.PublicKey))];
        Assert.True(JointKey.TryCreate(Suite, threshold, Holders, Single.PublicKey, out JointKey? joint, out string? reason), reason);
        Joint = joint;
    }

    /// <summary>The same secret in one hand.</summary>
    public KeyPair Single { get; }

    public HolderKey[] Holders { get; }

    public JointKey Joint { get; }

    public static ReadOnlyMemory<byte>[] Inputs(int count) => [.. Enumerable.Range(0, count).Select(i => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes($"input {i}"))];

    public HolderAnswer Answer(int index, ReadOnlyMemory<byte> blinded) => Answer((ushort)index, shares[index - 1], blinded);

    /// <summary>An answer under a key that is not the holder's, with a proof that is good for that key.</summary>
    public static HolderAnswer Lie(int index, ReadOnlyMemory<byte> blinded)
    {
        using KeyPair other = KeyPair.Generate(Suite);
        return Answer((ushort)index, other, blinded);
    }

    public static HolderAnswer Answer(ushort index, KeyPair key, ReadOnlyMemory<byte> blinded)
    {
        Assert.True(BlindedElements.TryDecode(Suite, blinded, out BlindedElements? elements, out _));
        byte[] evaluated = new byte[elements.Count * Suite.ElementSize], proof = new byte[Suite.ProofSize];
        new VoprfServer(key).BlindEvaluate(elements, evaluated, proof);
        return new HolderAnswer(index, evaluated, proof);
    }

    /// <summary>The outputs under the single key.</summary>
    public byte[] Expected(int count)
    {
        using BlindedBatch batch = new VoprfClient(JointKey.OfSingle(Suite, Single.PublicKey)).Blind(Inputs(count));
        byte[] outputs = new byte[count * Suite.OutputSize];
        batch.Finalize([Answer(1, Single, batch.BlindedElements)], outputs);
        return outputs;
    }
}
