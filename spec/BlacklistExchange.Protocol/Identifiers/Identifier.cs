using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Serialization;

namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>
/// One identifier of a person, company or account, in canonical form (spec/identifiers.md §2). It holds raw personal data and exists only
/// at a member: it is never sent, and <see cref="ToString"/> prints the kind alone. Immutable; equal when the canonical bytes are. Not
/// disposable: the caller's own string, which nobody can zero, lives as long. Drop the reference as soon as the answer is there.
/// </summary>
public sealed class Identifier : IEquatable<Identifier>
{
    private static readonly byte[] Prefix = [.. "BEXv1"u8, 0];

    private readonly byte[] _canonical;
    private readonly int _valueStart;

    private Identifier(IdentifierKind kind, string ns, string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        _canonical = new byte[Prefix.Length + 4 + ns.Length + length];
        _valueStart = _canonical.Length - length;
        (Kind, Namespace) = (kind, ns);
        Prefix.CopyTo(_canonical, 0);
        Span<byte> rest = _canonical.AsSpan(Prefix.Length);
        rest[0] = (byte)kind;
        rest[1] = checked((byte)ns.Length);
        Encoding.ASCII.GetBytes(ns, rest[2..]);
        BinaryPrimitives.WriteUInt16BigEndian(rest[(2 + ns.Length)..], checked((ushort)length));
        Encoding.UTF8.GetBytes(value, rest[(4 + ns.Length)..]);
    }

    /// <summary>The kind.</summary>
    public IdentifierKind Kind { get; }

    /// <summary>The namespace in canonical form, or an empty text for kinds without one.</summary>
    public string Namespace { get; }

    /// <summary>
    /// The VOPRF input: "BEXv1" 0x00 ‖ kind u8 ‖ ns_len u8 ‖ namespace ‖ len u16 big-endian ‖ value in UTF-8; 11 to 600 bytes. Personal data.
    /// </summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> CanonicalBytes => _canonical;

    /// <summary>The canonical value as text. Personal data: never log it, never put it into a message.</summary>
    public string RevealValue() => Encoding.UTF8.GetString(_canonical, _valueStart, _canonical.Length - _valueStart);

    /// <summary>
    /// Brings <paramref name="text"/> into canonical form or says why it has none. Nothing is repaired beyond width, the kind's separators
    /// and the transformations that spec/identifiers.md §5 names.
    /// </summary>
    /// <param name="kind">What the text is said to be.</param>
    /// <param name="text">The text as given.</param>
    /// <param name="ns">Namespace, for kinds that need one; null or empty otherwise.</param>
    /// <param name="identifier">The identifier when the result is true.</param>
    /// <param name="refusal">The reason when the result is false; it does not contain the text.</param>
    /// <exception cref="ArgumentOutOfRangeException">The kind is not in the registry.</exception>
    public static bool TryParse(
        IdentifierKind kind,
        string text,
        string? ns,
        [NotNullWhen(true)] out Identifier? identifier,
        [NotNullWhen(false)] out IdentifierRefusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(text);
        IdentifierKindInfo info = IdentifierKinds.Info(kind);
        identifier = null;
        if (!NamespaceRule.TryApply(info.NamespaceRule, ns, out string? canonicalNamespace, out refusal) || !InputText.TryRead(text, out InputText? input, out refusal))
        {
            return false;
        }

        Reading reading = info.Read(input, canonicalNamespace);
        if (!reading.IsAccepted)
        {
            refusal = reading.Refusal;
            return false;
        }

        identifier = new Identifier(kind, canonicalNamespace, reading.Value);
        return true;
    }

    /// <summary>As <see cref="TryParse"/>, for texts that are known to be good.</summary>
    /// <exception cref="IdentifierException">The text is refused; the message has the reason and never the text.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The kind is not in the registry.</exception>
    public static Identifier Parse(IdentifierKind kind, string text, string? ns = null) =>
        TryParse(kind, text, ns, out Identifier? identifier, out IdentifierRefusal? refusal) ? identifier : throw new IdentifierException(refusal);

    /// <inheritdoc/>
    public bool Equals(Identifier? other) => other is not null && _canonical.AsSpan().SequenceEqual(other._canonical);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Identifier);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = new();
        hash.AddBytes(_canonical);
        return hash.ToHashCode();
    }

    /// <summary>The name of the kind, nothing else.</summary>
    public override string ToString() => IdentifierKinds.Name(Kind);
}
