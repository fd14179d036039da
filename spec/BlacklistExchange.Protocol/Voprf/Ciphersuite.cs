using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using BlacklistExchange.Protocol.Groups;

namespace BlacklistExchange.Protocol.Voprf;

/// <summary>A ciphersuite of RFC 9497 §4: a group and a hash, known by one identifier. Immutable and safe to share.</summary>
public sealed class Ciphersuite
{
    private readonly HashAlgorithmName hash;

    private Ciphersuite(string identifier, Group group, HashAlgorithmName hash, int outputSize)
    {
        Identifier = identifier;
        Group = group;
        this.hash = hash;
        OutputSize = outputSize;
    }

    /// <summary>ristretto255-SHA512 (RFC 9497 §4.1).</summary>
    public static Ciphersuite Ristretto255Sha512 { get; } = new("ristretto255-SHA512", Ristretto255.Instance, HashAlgorithmName.SHA512, 64);

    /// <summary>The registry: every suite this library runs. A new suite is one line here.</summary>
    public static IReadOnlyList<Ciphersuite> All { get; } = [Ristretto255Sha512];

    /// <summary>The suite's identifier in RFC 9497 §4, for example <c>ristretto255-SHA512</c>.</summary>
    public string Identifier { get; }

    /// <summary>The prime-order group.</summary>
    public Group Group { get; }

    /// <summary>Nh: bytes in an output of the PRF.</summary>
    public int OutputSize { get; }

    /// <summary>Ne: bytes in an encoded element.</summary>
    public int ElementSize => Group.ElementSize;

    /// <summary>Ns: bytes in an encoded scalar.</summary>
    public int ScalarSize => Group.ScalarSize;

    /// <summary>Bytes in an encoded proof: two scalars.</summary>
    public int ProofSize => 2 * Group.ScalarSize;

    /// <summary>Finds a suite by its exact identifier.</summary>
    /// <returns>False if this library does not run that suite.</returns>
    public static bool TryGet(string? identifier, [NotNullWhen(true)] out Ciphersuite? suite)
    {
        suite = All.FirstOrDefault(candidate => candidate.Identifier == identifier);
        return suite is not null;
    }

    /// <summary>This suite over another instance of its group: for tests, whose group runs another arithmetic.</summary>
    internal Ciphersuite Over(Group other) => new(Identifier, other, hash, OutputSize);

    /// <summary>Says which suite this is.</summary>
    public override string ToString() => Identifier;

    /// <summary>Hash of RFC 9497 §2: fills <see cref="OutputSize"/> bytes.</summary>
    internal void Hash(ReadOnlySpan<byte> message, Span<byte> output) => CryptographicOperations.HashData(hash, message, output);

    /// <summary>Hash of RFC 9497 §2 for many messages at once. Every suite in the registry hashes with SHA-512.</summary>
    internal void Hash<TMessages>(TMessages messages, Span<byte> outputs)
        where TMessages : struct, IMessageWriter, allows ref struct => Sha512Batch.Hash(messages, outputs);

    /// <summary>prefix ‖ contextString, where contextString = "OPRFV1-" ‖ I2OSP(mode, 1) ‖ "-" ‖ identifier (RFC 9497 §3.1).</summary>
    internal byte[] Domain(string prefix, Mode mode) => Encoding.ASCII.GetBytes($"{prefix}OPRFV1-{(char)mode}-{Identifier}");
}
