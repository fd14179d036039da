using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Groups.Edwards25519;
using BlacklistExchange.Protocol.Groups.ScalarField25519;

namespace BlacklistExchange.Protocol.Groups;

/// <summary>ristretto255 (RFC 9496) with the hashes of RFC 9497 §4.1: SHA-512, expand_message_xmd, 64 uniform bytes. Beneath it is the fastest <see cref="Ristretto255Arithmetic"/> of this machine.</summary>
public sealed class Ristretto255 : Group
{
    private const int WideSize = 64;
    private const int HashChunk = 64;

    private readonly Ristretto255Arithmetic arithmetic;
    private readonly Ristretto255Elements basePoint;

    /// <summary>The group over a given arithmetic; what tests run every arithmetic through. Its elements are no other instance's.</summary>
    internal Ristretto255(Ristretto255Arithmetic arithmetic)
    {
        this.arithmetic = arithmetic;
        basePoint = Single(EdwardsPoint.Generator, Ristretto255Elements.Visibility.Constant);
    }

    /// <summary>The one instance.</summary>
    public static Ristretto255 Instance { get; } = new(Ristretto255Arithmetic.Chosen);

    /// <inheritdoc/>
    public override string Identifier => "ristretto255";

    /// <inheritdoc/>
    public override int ElementSize => Ristretto255Encoding.Size;

    /// <inheritdoc/>
    public override int ScalarSize => 32;

    /// <inheritdoc/>
    public override Elements Generator => basePoint;

    /// <inheritdoc/>
    public override bool TryDecodeScalar(ReadOnlySpan<byte> encoding, [NotNullWhen(true)] out Scalar? scalar)
    {
        scalar = null;
        if (encoding.Length != ScalarSize)
        {
            return false;
        }

        Sc64 value = Sc64.Read(encoding, out ulong canonical);
        if (canonical == 0)
        {
            return false;
        }

        scalar = Keep(value);
        return true;
    }

    /// <inheritdoc/>
    public override Scalar ScalarOf(uint value) => Keep(new Sc64(value, 0, 0, 0));

    /// <inheritdoc/>
    public override Scalars RandomScalars(int count)
    {
        Scalars result = new(this, count);
        Random(result.All);
        return result;
    }

    /// <inheritdoc/>
    public override Scalar RandomScalar()
    {
        Scalar result = new(this);
        Random(result.Encoding);
        return result;
    }

    /// <inheritdoc/>
    public override Scalar HashToScalar(ReadOnlySpan<byte> message, ReadOnlySpan<byte> domain)
    {
        Scalar result = new(this);
        Hash(message, domain, result.Encoding);
        return result;
    }

    /// <inheritdoc/>
    public override Scalars HashToScalars(ReadOnlySpan<byte> messages, int messageSize, ReadOnlySpan<byte> domain)
    {
        if (messageSize <= 0 || messages.Length % messageSize != 0)
        {
            throw new ArgumentException($"{messages.Length} bytes are no whole number of messages of {messageSize} bytes.", nameof(messageSize));
        }

        Scalars result = new(this, messages.Length / messageSize);
        Span<byte> room = stackalloc byte[HashChunk * WideSize];
        for (int start = 0; start < result.Count; start += HashChunk)
        {
            int count = Math.Min(HashChunk, result.Count - start);
            Span<byte> uniformBytes = room[..(count * WideSize)];
            ExpandMessageBatch.Xmd(messages.Slice(start * messageSize, count * messageSize), messageSize, domain, uniformBytes, WideSize);
            for (int i = 0; i < count; i++)
            {
                Sc64.ReadWide(uniformBytes[(i * WideSize)..]).CopyTo(result[start + i]);
            }
        }

        CryptographicOperations.ZeroMemory(room);
        return result;
    }

    /// <inheritdoc/>
    public override Scalar Add(Scalar a, Scalar b) => Keep(Sc64.Add(Load(a), Load(b)));

    /// <inheritdoc/>
    public override Scalar Subtract(Scalar a, Scalar b) => Keep(Sc64.Sub(Load(a), Load(b)));

    /// <inheritdoc/>
    public override Scalar Multiply(Scalar a, Scalar b) => Keep(Sc64.Mul(Load(a), Load(b)));

    /// <inheritdoc/>
    public override Scalars Invert(Scalars scalars)
    {
        RequireSame(scalars.Group, this);
        Scalars result = new(this, scalars.Count);
        Sc64 running = ScMontgomery.R;
        for (int i = 0; i < scalars.Count; i++)
        {
            Sc64 value = Sc64.ReadTrusted(scalars[i]);
            if (value.ZeroMask() != 0)
            {
                result.Dispose();
                throw new ArgumentException($"Scalar {i} is zero and has no inverse.", nameof(scalars));
            }

            running.CopyTo(result[i]);
            running = ScMontgomery.Mul(running, ScMontgomery.Mul(value, ScMontgomery.R2));
        }

        Sc64 inverse = ScMontgomery.Invert(running);
        for (int i = scalars.Count - 1; i >= 0; i--)
        {
            // In Montgomery form until the product with a plain one takes it out.
            Sc64 own = ScMontgomery.Mul(inverse, Sc64.ReadTrusted(result[i]));
            inverse = ScMontgomery.Mul(inverse, ScMontgomery.Mul(Sc64.ReadTrusted(scalars[i]), ScMontgomery.R2));
            ScMontgomery.Mul(own, Sc64.One).CopyTo(result[i]);
        }

        return result;
    }

    /// <inheritdoc/>
    public override bool TryDecode(ReadOnlySpan<byte> encodings, [NotNullWhen(true)] out Elements? elements, out int firstRefused)
    {
        elements = null;
        Ristretto255Elements result = new(this, encodings.Length / ElementSize, Ristretto255Elements.Visibility.Public);
        firstRefused = arithmetic.Decode(encodings, result.Points);
        if (firstRefused >= 0)
        {
            return false;
        }

        bool whole = encodings.Length % ElementSize == 0;
        firstRefused = whole ? -1 : result.Count;
        elements = whole ? result : null;
        return whole;
    }

    /// <inheritdoc/>
    public override Elements HashToGroup(IReadOnlyList<ReadOnlyMemory<byte>> inputs, ReadOnlySpan<byte> domain)
    {
        Ristretto255Elements result = new(this, inputs.Count, Ristretto255Elements.Visibility.Secret);
        byte[] uniformBytes = GC.AllocateUninitializedArray<byte>(inputs.Count * WideSize, pinned: true);
        ExpandMessageBatch.Xmd(inputs, domain, uniformBytes, WideSize);
        arithmetic.Map(uniformBytes, result.Points);
        CryptographicOperations.ZeroMemory(uniformBytes);
        return result;
    }

    /// <inheritdoc/>
    public override int IndexOfIdentity(Elements elements)
    {
        ReadOnlySpan<EdwardsPoint> points = PointsOf(elements);
        int found = -1;
        for (int i = points.Length - 1; i >= 0; i--)
        {
            int mask = (int)Ristretto255Encoding.IdentityMask(points[i]);
            found = (found & ~mask) | (i & mask);
        }

        return found;
    }

    /// <inheritdoc/>
    public override void Encode(Elements elements, Span<byte> encodings)
    {
        ReadOnlySpan<EdwardsPoint> points = PointsOf(elements);
        RequireRoom(points.Length, encodings);
        arithmetic.Encode(points, encodings);
    }

    /// <inheritdoc/>
    public override void Multiply(Scalar scalar, Elements elements, Span<byte> encodings)
    {
        RequireSame(scalar.Group, this);
        Multiply(scalar.Encoding, 0, elements, encodings, default);
    }

    /// <inheritdoc/>
    public override void Multiply(Scalars scalars, Elements elements, Span<byte> encodings)
    {
        RequireOneEach(scalars, elements);
        Multiply(scalars.All, ScalarSize, elements, encodings, default);
    }

    /// <inheritdoc/>
    public override void Multiply(Scalars scalars, Elements elements, Span<byte> encodings, out Elements products)
    {
        RequireOneEach(scalars, elements);
        Ristretto255Elements kept = new(this, elements.Count, Ristretto255Elements.Visibility.Secret);
        Multiply(scalars.All, ScalarSize, elements, encodings, kept.Points);
        products = kept;
    }

    /// <inheritdoc/>
    public override Elements MultiScalarMultiplyPublic(Scalars weights, params ReadOnlySpan<Elements> batches)
    {
        RequireSame(weights.Group, this);
        if (batches.Length == 1)
        {
            RequireCount(weights, batches[0].Count);
            return Single(arithmetic.Sum(Load(weights), PointsOf(batches[0])));
        }

        EdwardsPoint[] rented = ArrayPool<EdwardsPoint>.Shared.Rent(weights.Count);
        Span<EdwardsPoint> points = rented.AsSpan(0, weights.Count);
        Join(points, batches);
        Elements sum = Single(arithmetic.Sum(Load(weights), points));
        ArrayPool<EdwardsPoint>.Shared.Return(rented);
        return sum;
    }

    /// <inheritdoc/>
    internal override Elements Concatenate(params ReadOnlySpan<Elements> batches)
    {
        int count = 0;
        foreach (Elements batch in batches)
        {
            count += batch.Count;
        }

        Ristretto255Elements result = new(this, count, Ristretto255Elements.Visibility.Public);
        Join(result.Points, batches);
        return result;
    }

    /// <inheritdoc/>
    public override Elements CombinePublic(Scalars weights, params ReadOnlySpan<Elements> batches)
    {
        RequireSame(weights.Group, this);
        RequireCount(weights, batches.Length);
        ReadOnlySpan<Sc64> scalars = Load(weights);
        Ristretto255Elements result = new(this, batches[0].Count, Ristretto255Elements.Visibility.Public);
        EdwardsPoint[] column = new EdwardsPoint[batches.Length];
        for (int i = 0; i < result.Count; i++)
        {
            for (int j = 0; j < column.Length; j++)
            {
                ReadOnlySpan<EdwardsPoint> points = PointsOf(batches[j]);
                column[j] = points.Length == result.Count ? points[i] : throw new ArgumentException($"Batch {j} has {points.Length} elements, batch 0 has {result.Count}.", nameof(batches));
            }

            result.Points[i] = PublicMultiplication.Sum(scalars, column);
        }

        return result;
    }

    private void Multiply(ReadOnlySpan<byte> scalars, int stride, Elements elements, Span<byte> encodings, Span<EdwardsPoint> products)
    {
        ReadOnlySpan<EdwardsPoint> points = PointsOf(elements);
        RequireRoom(points.Length, encodings);
        arithmetic.Multiply(scalars, stride, points, encodings, products);
    }

    private static void Hash(ReadOnlySpan<byte> message, ReadOnlySpan<byte> domain, Span<byte> scalar)
    {
        Span<byte> uniformBytes = stackalloc byte[WideSize];
        ExpandMessage.Xmd(HashAlgorithmName.SHA512, message, domain, uniformBytes);
        Sc64.ReadWide(uniformBytes).CopyTo(scalar);
        CryptographicOperations.ZeroMemory(uniformBytes);
    }

    /// <summary>Fills whole scalars, asking the system for the randomness of many at a time: a call costs more than its bytes.</summary>
    private static void Random(Span<byte> scalars)
    {
        const int AtOnce = 32;
        Span<byte> wide = stackalloc byte[AtOnce * WideSize];
        while (!scalars.IsEmpty)
        {
            int count = Math.Min(AtOnce, scalars.Length / Ristretto255Encoding.Size);
            RandomNumberGenerator.Fill(wide[..(count * WideSize)]);
            for (int i = 0; i < count; i++)
            {
                Sc64 value = Sc64.ReadWide(wide.Slice(i * WideSize, WideSize));
                while (value.ZeroMask() != 0)
                {
                    RandomNumberGenerator.Fill(wide[..WideSize]);
                    value = Sc64.ReadWide(wide);
                }

                value.CopyTo(scalars[(i * Ristretto255Encoding.Size)..]);
            }

            scalars = scalars[(count * Ristretto255Encoding.Size)..];
        }

        CryptographicOperations.ZeroMemory(wide);
    }

    private Ristretto255Elements Single(in EdwardsPoint point, Ristretto255Elements.Visibility visibility = Ristretto255Elements.Visibility.Public)
    {
        Ristretto255Elements result = new(this, 1, visibility);
        result.Points[0] = point;
        return result;
    }

    private Scalar Keep(in Sc64 value)
    {
        Scalar result = new(this);
        value.CopyTo(result.Encoding);
        return result;
    }

    private Sc64 Load(Scalar scalar)
    {
        RequireSame(scalar.Group, this);
        return Sc64.ReadTrusted(scalar.Encoding);
    }

    private static Sc64[] Load(Scalars publicScalars)
    {
        Sc64[] result = new Sc64[publicScalars.Count];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = Sc64.ReadTrusted(publicScalars[i]);
        }

        return result;
    }

    private ReadOnlySpan<EdwardsPoint> PointsOf(Elements elements)
    {
        RequireSame(elements.Group, this);
        return ((Ristretto255Elements)elements).Points;
    }

    private void Join(Span<EdwardsPoint> points, ReadOnlySpan<Elements> batches)
    {
        int joined = 0;
        foreach (Elements batch in batches)
        {
            ReadOnlySpan<EdwardsPoint> some = PointsOf(batch);
            joined += some.Length;
            if (joined > points.Length)
            {
                break;
            }

            some.CopyTo(points[(joined - some.Length)..]);
        }

        if (joined != points.Length)
        {
            throw new ArgumentException($"{points.Length} scalars do not fit the elements of {batches.Length} batches.");
        }
    }

    private void RequireOneEach(Scalars scalars, Elements elements)
    {
        RequireSame(scalars.Group, this);
        RequireCount(scalars, elements.Count);
    }

    private static void RequireCount(Scalars scalars, int count)
    {
        if (scalars.Count != count)
        {
            throw new ArgumentException($"{scalars.Count} scalars do not fit {count} elements.");
        }
    }
}
