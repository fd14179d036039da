using BlacklistExchange.Protocol.Groups;

namespace BlacklistExchange.Protocol.Voprf;

/// <summary>A server's key pair (RFC 9497 §3.2): the secret scalar, pinned and zeroed on disposal, and its public key. Immutable and safe to share until disposed.</summary>
public sealed class KeyPair : IDisposable
{
    private readonly byte[] publicKey;

    private KeyPair(Ciphersuite suite, Scalar secret)
    {
        Suite = suite;
        Secret = secret;
        publicKey = new byte[suite.ElementSize];
        suite.Group.Multiply(secret, suite.Group.Generator, publicKey);
    }

    /// <summary>The suite the key belongs to.</summary>
    public Ciphersuite Suite { get; }

    /// <summary>pkS: the encoded public key, <see cref="Ciphersuite.ElementSize"/> bytes.</summary>
    public ReadOnlyMemory<byte> PublicKey => publicKey;

    internal Scalar Secret { get; }

    /// <summary>GenerateKeyPair: a fresh uniform key.</summary>
    public static KeyPair Generate(Ciphersuite suite) => new(suite, suite.Group.RandomScalar());

    /// <summary>DeriveKeyPair of RFC 9497 §3.2.1 in mode VOPRF.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="seed">32 secret bytes.</param>
    /// <param name="info">Public bytes that name the key, at most 65535.</param>
    /// <exception cref="VoprfException"><see cref="VoprfError.DeriveKeyPairError"/>; of negligible probability.</exception>
    public static KeyPair Derive(Ciphersuite suite, ReadOnlySpan<byte> seed, ReadOnlySpan<byte> info) => Derive(suite, Mode.Voprf, seed, info);

    /// <summary>DeriveKeyPair of RFC 9497 §3.2.1. The mode enters the derivation: keys of the two modes differ.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="mode">The mode the key is for.</param>
    /// <param name="seed">32 secret bytes.</param>
    /// <param name="info">Public bytes that name the key, at most 65535.</param>
    /// <exception cref="VoprfException"><see cref="VoprfError.DeriveKeyPairError"/>; of negligible probability.</exception>
    public static KeyPair Derive(Ciphersuite suite, Mode mode, ReadOnlySpan<byte> seed, ReadOnlySpan<byte> info)
    {
        if (seed.Length != 32 || info.Length > ushort.MaxValue)
        {
            throw new ArgumentException($"DeriveKeyPair takes a seed of 32 bytes and at most 65535 bytes of info; it got {seed.Length} and {info.Length}.");
        }

        byte[] buffer = GC.AllocateArray<byte>(seed.Length + Transcript.SizeOf(info.Length) + 1, pinned: true);
        byte[] domain = suite.Domain("DeriveKeyPair", mode);
        for (int counter = 0; counter <= byte.MaxValue; counter++)
        {
            Transcript input = new Transcript(buffer).Plain(seed).Prefixed(info).Plain([(byte)counter]);
            Scalar secret = suite.Group.HashToScalar(input.Written, domain);
            input.Clear();
            if (!secret.IsZero)
            {
                return new KeyPair(suite, secret);
            }
        }

        throw new VoprfException(VoprfError.DeriveKeyPairError, "No key was found in 256 attempts.");
    }

    /// <summary>Takes a secret scalar that was exported or dealt.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="secretScalar">The canonical scalar; the copy stays the caller's to zero.</param>
    /// <exception cref="VoprfException"><see cref="VoprfError.DeserializeError"/>: wrong length or not reduced; <see cref="VoprfError.InputValidationError"/>: zero.</exception>
    public static KeyPair Import(Ciphersuite suite, ReadOnlySpan<byte> secretScalar)
    {
        if (!suite.Group.TryDecodeScalar(secretScalar, out Scalar? secret))
        {
            throw new VoprfException(VoprfError.DeserializeError, $"The secret key is no scalar of {suite.Identifier}: it takes {suite.ScalarSize} bytes below the group's order.");
        }

        return Adopt(suite, secret);
    }

    /// <summary>Takes ownership of a secret scalar, for example a share that <see cref="Threshold.Split"/> dealt.</summary>
    /// <exception cref="VoprfException"><see cref="VoprfError.InputValidationError"/>: the scalar is zero.</exception>
    public static KeyPair Adopt(Ciphersuite suite, Scalar secret) => secret.IsZero
        ? throw new VoprfException(VoprfError.InputValidationError, "The secret key is zero.")
        : new KeyPair(suite, secret);

    /// <summary>Writes the secret scalar, canonically. The copy is the caller's to zero.</summary>
    /// <param name="destination">Exactly <see cref="Ciphersuite.ScalarSize"/> bytes.</param>
    public void ExportSecret(Span<byte> destination) => Secret.CopyTo(destination);

    /// <summary>Zeroes the secret.</summary>
    public void Dispose() => Secret.Dispose();

    /// <summary>Says only which suite the key is for.</summary>
    public override string ToString() => $"Key pair of {Suite.Identifier}";
}
