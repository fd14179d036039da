using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace BlacklistExchange.Protocol.Groups;

/// <summary>A prime-order group as RFC 9497 §2.1 asks for it, with every operation on elements taking a batch: what is beneath may work on several elements at once.</summary>
/// <remarks>
/// <para>Members without "Public" in their names run in constant time: their duration depends on counts and lengths only. Members with "Public" in their names
/// run in variable time, and both their scalars and their elements must be known to everyone.</para>
/// <para>Instances are stateless and safe to share. Batches of another group are misuse and throw <see cref="ArgumentException"/>.</para>
/// </remarks>
public abstract class Group
{
    private protected Group()
    {
    }

    /// <summary>The group's name as RFC 9497 §4 spells it, for example <c>ristretto255</c>.</summary>
    public abstract string Identifier { get; }

    /// <summary>Ne: bytes in an encoded element.</summary>
    public abstract int ElementSize { get; }

    /// <summary>Ns: bytes in an encoded scalar.</summary>
    public abstract int ScalarSize { get; }

    /// <summary>The generator, as a batch of one. Shared: disposing it does nothing.</summary>
    public abstract Elements Generator { get; }

    /// <summary>Reads one scalar (RFC 9497 DeserializeScalar): exactly <see cref="ScalarSize"/> bytes, below the order. Zero is a scalar.</summary>
    /// <returns>False if the length is wrong or the value is not reduced.</returns>
    public abstract bool TryDecodeScalar(ReadOnlySpan<byte> encoding, [NotNullWhen(true)] out Scalar? scalar);

    /// <summary>The scalar with this small, public value.</summary>
    public abstract Scalar ScalarOf(uint value);

    /// <summary>Fresh uniform non-zero scalars (RFC 9497 RandomScalar) from the system's generator.</summary>
    public abstract Scalars RandomScalars(int count);

    /// <summary>One fresh uniform non-zero scalar (RFC 9497 RandomScalar) from the system's generator.</summary>
    public abstract Scalar RandomScalar();

    /// <summary>HashToScalar (RFC 9497 §2.1 and the suite's section of §4).</summary>
    /// <param name="message">The bytes to hash; may be secret.</param>
    /// <param name="domain">The domain separation tag, public.</param>
    public abstract Scalar HashToScalar(ReadOnlySpan<byte> message, ReadOnlySpan<byte> domain);

    /// <summary>HashToScalar of many messages of one length.</summary>
    /// <param name="messages">The messages, one after the other.</param>
    /// <param name="messageSize">Bytes in each message; must divide the length of <paramref name="messages"/>.</param>
    /// <param name="domain">The domain separation tag, public.</param>
    public abstract Scalars HashToScalars(ReadOnlySpan<byte> messages, int messageSize, ReadOnlySpan<byte> domain);

    /// <summary>a + b modulo the order.</summary>
    public abstract Scalar Add(Scalar a, Scalar b);

    /// <summary>a - b modulo the order.</summary>
    public abstract Scalar Subtract(Scalar a, Scalar b);

    /// <summary>a · b modulo the order.</summary>
    public abstract Scalar Multiply(Scalar a, Scalar b);

    /// <summary>The inverse of every scalar of a batch, for the price of one inversion and three products each.</summary>
    /// <exception cref="ArgumentException">A scalar is zero; the message has its index.</exception>
    public abstract Scalars Invert(Scalars scalars);

    /// <summary>Reads a batch of encoded elements (RFC 9497 DeserializeElement): each canonical and not the identity.</summary>
    /// <param name="encodings">A whole number of encodings of <see cref="ElementSize"/> bytes each.</param>
    /// <param name="elements">The elements, or null if any is refused.</param>
    /// <param name="firstRefused">Index of the first refused encoding (a truncated last one counts), or -1. Of what comes after it, at most those that a vector holds beside it have been computed on.</param>
    /// <returns>False if an encoding is refused.</returns>
    public abstract bool TryDecode(ReadOnlySpan<byte> encodings, [NotNullWhen(true)] out Elements? elements, out int firstRefused);

    /// <summary>HashToGroup (RFC 9497 §2.1 and the suite's section of §4) of every input. The result may in theory hold the identity: see <see cref="IndexOfIdentity"/>.</summary>
    /// <param name="inputs">The inputs; may be secret, their lengths are not.</param>
    /// <param name="domain">The domain separation tag, public.</param>
    public abstract Elements HashToGroup(IReadOnlyList<ReadOnlyMemory<byte>> inputs, ReadOnlySpan<byte> domain);

    /// <summary>Index of the first identity in the batch, or -1. All elements are looked at, whatever is found.</summary>
    public abstract int IndexOfIdentity(Elements elements);

    /// <summary>Writes canonical encodings (RFC 9497 SerializeElement).</summary>
    /// <param name="elements">The elements.</param>
    /// <param name="encodings">Exactly <see cref="ElementSize"/> bytes for each element.</param>
    public abstract void Encode(Elements elements, Span<byte> encodings);

    /// <summary>Multiplies every element by one secret scalar and encodes the products.</summary>
    /// <param name="scalar">The common scalar.</param>
    /// <param name="elements">The elements.</param>
    /// <param name="encodings">Exactly <see cref="ElementSize"/> bytes for each element.</param>
    public abstract void Multiply(Scalar scalar, Elements elements, Span<byte> encodings);

    /// <summary>Multiplies each element by its own secret scalar and encodes the products.</summary>
    /// <param name="scalars">As many scalars as elements.</param>
    /// <param name="elements">The elements.</param>
    /// <param name="encodings">Exactly <see cref="ElementSize"/> bytes for each element.</param>
    public abstract void Multiply(Scalars scalars, Elements elements, Span<byte> encodings);

    /// <summary>As <see cref="Multiply(Scalars, Elements, Span{byte})"/>, and keeps the products as well.</summary>
    /// <param name="scalars">As many scalars as elements.</param>
    /// <param name="elements">The elements.</param>
    /// <param name="encodings">Exactly <see cref="ElementSize"/> bytes for each element.</param>
    /// <param name="products">The products, without a decoding.</param>
    public abstract void Multiply(Scalars scalars, Elements elements, Span<byte> encodings, out Elements products);

    /// <summary>The sum of all elements, each times its weight, as a batch of one. Variable time: public weights and public elements only.</summary>
    /// <param name="weights">As many weights as elements in all batches together, in their order.</param>
    /// <param name="batches">One or more batches, taken as one long batch.</param>
    public abstract Elements MultiScalarMultiplyPublic(Scalars weights, params ReadOnlySpan<Elements> batches);

    /// <summary>For every position, the sum over the batches of the element there times the batch's weight. Variable time: public weights and public elements only.</summary>
    /// <param name="weights">One weight a batch.</param>
    /// <param name="batches">One or more batches of equal length.</param>
    public abstract Elements CombinePublic(Scalars weights, params ReadOnlySpan<Elements> batches);

    /// <summary>One batch of the elements of several, in their order. For public elements only.</summary>
    internal abstract Elements Concatenate(params ReadOnlySpan<Elements> batches);

    /// <summary>Says which group this is.</summary>
    public override string ToString() => Identifier;

    internal static void RequireSame(Group actual, Group expected)
    {
        if (!ReferenceEquals(actual, expected))
        {
            throw new ArgumentException($"This belongs to {actual.Identifier}, and {expected.Identifier} is expected.");
        }
    }

    private protected void RequireRoom(int count, ReadOnlySpan<byte> encodings, [CallerArgumentExpression(nameof(encodings))] string? name = null)
    {
        if (encodings.Length != (long)count * ElementSize)
        {
            throw new ArgumentException($"{count} elements take {(long)count * ElementSize} bytes; the span has {encodings.Length}.", name);
        }
    }
}
