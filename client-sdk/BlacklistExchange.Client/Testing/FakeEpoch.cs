using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Testing;

/// <summary>One epoch of a fake hub: real VOPRF keys, split among its holders, and the signed descriptor.</summary>
internal sealed class FakeEpoch : IDisposable
{
    private static readonly Ciphersuite Suite = Ciphersuite.Ristretto255Sha512;

    private readonly Dictionary<IdentifierKind, (KeyPair Joint, KeyPair[] Shares)> _keys = [];
    private readonly string _list;

    public FakeEpoch(FakeHubOptions options, uint number, byte[] previous, IReadOnlyList<string> addresses, FakeAuthority authority, bool wrongJointKey)
    {
        Number = number;
        _list = options.List;
        foreach (IdentifierKind kind in options.Kinds.Distinct())
        {
            Scalar secret = Suite.Group.RandomScalar();
            KeyPair[] shares = [.. Threshold.Split(secret, options.Threshold, options.Holders).Select(static share => KeyPair.Adopt(Suite, share))];
            _keys[kind] = (KeyPair.Adopt(Suite, secret), shares);
        }
        DateTimeOffset now = options.TimeProvider.GetUtcNow();
        Descriptor = new EpochDescriptor
        {
            Exchange = options.Exchange,
            List = options.List,
            Epoch = number,
            NotBefore = (ulong)now.AddMinutes(-1).ToUnixTimeSeconds(),
            NotAfter = (ulong)now.AddDays(365).ToUnixTimeSeconds(),
            Previous = previous,
            Kinds = [.. _keys.OrderBy(static pair => pair.Key).Select(pair => Describe(pair.Key, options.Threshold, pair.Value.Joint, pair.Value.Shares, addresses, wrongJointKey))],
        };
        Payload = Descriptor.Encode();
        Signed = authority.Sign(Payload);
    }

    public uint Number { get; }

    public EpochDescriptor Descriptor { get; }

    public byte[] Payload { get; }

    public byte[] Digest => SHA256.HashData(Payload);

    public SignedBytes Signed { get; }

    public IReadOnlyCollection<IdentifierKind> Kinds => _keys.Keys;

    public bool HasKey(IdentifierKind kind) => _keys.ContainsKey(kind);

    /// <summary>Derives the entry key as a member would, without a hub between.</summary>
    public EntryKey Derive(Identifier identifier)
    {
        KeyPair joint = _keys[identifier.Kind].Joint;
        JointKey key = JointKey.OfSingle(Suite, joint.PublicKey);
        using BlindedBatch batch = new VoprfClient(key).Blind([identifier.CanonicalBytes]);
        byte[] evaluated = new byte[batch.Count * Suite.ElementSize];
        byte[] proof = new byte[Suite.ProofSize];
        byte[] output = new byte[Suite.OutputSize];
        BlindedElements.TryDecode(Suite, batch.BlindedElements, out BlindedElements? blinded, out _);
        new VoprfServer(joint).BlindEvaluate(blinded!, evaluated, proof);
        batch.Finalize([new HolderAnswer(1, evaluated, proof)], output);
        return EntryKey.Derive(output, Suite.Identifier, _list, (byte)identifier.Kind, Number);
    }

    /// <summary>Evaluates a group as holder <paramref name="index"/> (from 1); null when the elements are malformed.</summary>
    public (byte[] Elements, byte[] Proof)? Evaluate(IdentifierKind kind, int index, byte[] elements, bool wrongKey)
    {
        if (!BlindedElements.TryDecode(Suite, elements, out BlindedElements? blinded, out _))
        {
            return null;
        }
        byte[] evaluated = new byte[elements.Length];
        byte[] proof = new byte[Suite.ProofSize];
        using KeyPair? other = wrongKey ? KeyPair.Generate(Suite) : null;
        new VoprfServer(other ?? _keys[kind].Shares[index - 1]).BlindEvaluate(blinded, evaluated, proof);
        return (evaluated, proof);
    }

    public void Dispose()
    {
        foreach ((KeyPair joint, KeyPair[] shares) in _keys.Values)
        {
            joint.Dispose();
            Array.ForEach(shares, static share => share.Dispose());
        }
    }

    private static DescriptorKind Describe(IdentifierKind kind, int threshold, KeyPair joint, KeyPair[] shares, IReadOnlyList<string> addresses, bool wrongJointKey)
    {
        using KeyPair? other = wrongJointKey ? KeyPair.Generate(Suite) : null;
        DescriptorHolder[] holders = [.. shares.Select((share, index) => new DescriptorHolder((ushort)(index + 1), share.PublicKey.ToArray(), addresses[index]))];
        return new DescriptorKind((byte)kind, Suite.Identifier, (byte)threshold, holders, (other ?? joint).PublicKey.ToArray());
    }
}
