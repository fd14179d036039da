using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Groups;

namespace BlacklistExchange.Protocol.Voprf;

/// <summary>
/// The batched proof of RFC 9497 §2.2 that log_A(B) = log_C[i](D[i]) for all i, with A the generator, B the public key, C the blinded and D the evaluated
/// elements. All inputs here but the key, the nonce and the nonce's seed are public.
/// </summary>
/// <remarks>
/// The nonce is hedged: r = HashToScalar(key ‖ 64 fresh random bytes ‖ B ‖ M) under a domain of its own; Z, which is the key times M, is fixed by them. A broken
/// random generator then repeats a nonce only where it repeats the whole statement, which gives nothing away; and a fault in the transcript is covered by the
/// randomness. RFC 9497 leaves the choice of r to the prover, so every verifier accepts it.
/// </remarks>
internal static class Dleq
{
    private const int RandomSize = 64;

    /// <summary>GenerateProof with a hedged nonce. The batches are taken as one long batch.</summary>
    public static void Generate(KeyPair key, ReadOnlySpan<Elements> blinded, ReadOnlySpan<byte> encodedBlinded, ReadOnlySpan<byte> encodedEvaluated, Span<byte> proof) =>
        Generate(key, blinded, encodedBlinded, encodedEvaluated, proof, fixedNonce: null);

    /// <summary>GenerateProof; a nonce is given only where a published vector fixes it.</summary>
    internal static void Generate(
        KeyPair key, ReadOnlySpan<Elements> blinded, ReadOnlySpan<byte> encodedBlinded, ReadOnlySpan<byte> encodedEvaluated, Span<byte> proof, Scalar? fixedNonce)
    {
        Ciphersuite suite = key.Suite;
        Group group = suite.Group;
        int size = suite.ElementSize;
        // ComputeCompositesFast: the sum over C is enough, the one over D is k times it.
        using Scalars weights = Weights(suite, key.PublicKey.Span, encodedBlinded, encodedEvaluated);
        using Elements m = group.MultiScalarMultiplyPublic(weights, blinded);
        Span<byte> statement = stackalloc byte[4 * size];
        group.Encode(m, statement[..size]);
        Scalar nonce = fixedNonce ?? Nonce(key, statement[..size]);
        // Z = k·M, t2 = r·A, t3 = r·M, in one step.
        using Elements factors = group.Concatenate(m, group.Generator, m);
        using (Scalars scalars = new(key.Secret, nonce, nonce))
        {
            group.Multiply(scalars, factors, statement[size..]);
        }

        using Scalar c = Challenge(suite, key.PublicKey.Span, statement);
        using Scalar product = group.Multiply(c, key.Secret);
        using Scalar s = group.Subtract(nonce, product);
        c.CopyTo(proof[..suite.ScalarSize]);
        s.CopyTo(proof[suite.ScalarSize..]);
        if (fixedNonce is null)
        {
            nonce.Dispose();
        }
    }

    /// <summary>VerifyProof. False also for a proof that does not decode.</summary>
    public static bool Verify(
        Ciphersuite suite, Elements publicKey, ReadOnlySpan<byte> encodedPublicKey, Elements blinded, ReadOnlySpan<byte> encodedBlinded, BlindedElements evaluated, ReadOnlySpan<byte> proof)
    {
        Group group = suite.Group;
        if (proof.Length != suite.ProofSize || evaluated.Count != blinded.Count
            || !group.TryDecodeScalar(proof[..suite.ScalarSize], out Scalar? c) || !group.TryDecodeScalar(proof[suite.ScalarSize..], out Scalar? s))
        {
            return false;
        }

        int size = suite.ElementSize;
        using Scalars weights = Weights(suite, encodedPublicKey, encodedBlinded, evaluated.Encoded.Span);
        using Elements m = group.MultiScalarMultiplyPublic(weights, blinded);
        using Elements z = group.MultiScalarMultiplyPublic(weights, evaluated.Elements);
        using Scalars response = new(s, c);
        using Elements t2 = group.MultiScalarMultiplyPublic(response, group.Generator, publicKey);
        using Elements t3 = group.MultiScalarMultiplyPublic(response, m, z);
        Span<byte> statement = stackalloc byte[4 * size];
        group.Encode(m, statement[..size]);
        group.Encode(z, statement[size..(2 * size)]);
        group.Encode(t2, statement[(2 * size)..(3 * size)]);
        group.Encode(t3, statement[(3 * size)..]);
        using Scalar expected = Challenge(suite, encodedPublicKey, statement);
        return CryptographicOperations.FixedTimeEquals(expected.Encoding, c.Encoding);
    }

    /// <summary>The weights d_i of ComputeComposites (RFC 9497 §2.2.1).</summary>
    private static Scalars Weights(Ciphersuite suite, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> blinded, ReadOnlySpan<byte> evaluated)
    {
        int size = suite.ElementSize;
        byte[] seedDomain = suite.Domain("Seed-", Mode.Voprf);
        Transcript seedTranscript = new(stackalloc byte[Transcript.SizeOf(size) + Transcript.SizeOf(seedDomain.Length)]);
        Span<byte> seed = stackalloc byte[suite.OutputSize];
        suite.Hash(seedTranscript.Prefixed(publicKey).Prefixed(seedDomain).Written, seed);

        ReadOnlySpan<byte> label = "Composite"u8;
        int messageSize = Transcript.SizeOf(seed.Length) + sizeof(ushort) + (2 * Transcript.SizeOf(size)) + label.Length;
        int count = blinded.Length / size;
        // The messages differ in number and elements only: the first is written, the others are its copies with those three replaced. Everything in them is public.
        int numberAt = Transcript.SizeOf(seed.Length), blindedAt = numberAt + sizeof(ushort) + sizeof(ushort), evaluatedAt = blindedAt + Transcript.SizeOf(size);
        byte[] messages = ArrayPool<byte>.Shared.Rent(messageSize * count);
        Span<byte> first = messages.AsSpan(0, messageSize);
        _ = new Transcript(first).Prefixed(seed).Number(0).Prefixed(blinded[..size]).Prefixed(evaluated[..size]).Plain(label);
        for (int i = 1; i < count; i++)
        {
            Span<byte> message = messages.AsSpan(i * messageSize, messageSize);
            first.CopyTo(message);
            BinaryPrimitives.WriteUInt16BigEndian(message[numberAt..], (ushort)i);
            blinded.Slice(i * size, size).CopyTo(message[blindedAt..]);
            evaluated.Slice(i * size, size).CopyTo(message[evaluatedAt..]);
        }

        Scalars weights = suite.Group.HashToScalars(messages.AsSpan(0, messageSize * count), messageSize, suite.Domain("HashToScalar-", Mode.Voprf));
        ArrayPool<byte>.Shared.Return(messages);
        return weights;
    }

    /// <summary>The challenge c over B and M, Z, t2, t3 (RFC 9497 §2.2.1).</summary>
    private static Scalar Challenge(Ciphersuite suite, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> statement)
    {
        int size = suite.ElementSize;
        ReadOnlySpan<byte> label = "Challenge"u8;
        Transcript transcript = new(stackalloc byte[(5 * Transcript.SizeOf(size)) + label.Length]);
        transcript = transcript.Prefixed(publicKey);
        for (int i = 0; i < 4; i++)
        {
            transcript = transcript.Prefixed(statement.Slice(i * size, size));
        }

        return suite.Group.HashToScalar(transcript.Plain(label).Written, suite.Domain("HashToScalar-", Mode.Voprf));
    }

    private static Scalar Nonce(KeyPair key, ReadOnlySpan<byte> composite)
    {
        Ciphersuite suite = key.Suite;
        Span<byte> random = stackalloc byte[RandomSize];
        RandomNumberGenerator.Fill(random);
        Transcript transcript = new(stackalloc byte[Transcript.SizeOf(suite.ScalarSize) + Transcript.SizeOf(RandomSize) + Transcript.SizeOf(suite.ElementSize) + Transcript.SizeOf(composite.Length)]);
        transcript = transcript.Prefixed(key.Secret.Encoding).Prefixed(random).Prefixed(key.PublicKey.Span).Prefixed(composite);
        Scalar nonce = suite.Group.HashToScalar(transcript.Written, suite.Domain("BEXv1-DleqNonce-", Mode.Voprf));
        transcript.Clear();
        CryptographicOperations.ZeroMemory(random);
        return nonce;
    }
}
