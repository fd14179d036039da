using System.Diagnostics.CodeAnalysis;

namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>What a kind's reader found: the canonical value, or why there is none. No record: its text must not print the value.</summary>
internal readonly struct Reading
{
    private Reading(string? value, IdentifierRefusal? refusal) => (Value, Refusal) = (value, refusal);

    internal string? Value { get; }

    internal IdentifierRefusal? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    internal bool IsAccepted => Value is not null;

    public override string ToString() => Refusal?.Code ?? "accepted";

    internal static Reading Accept(string value) => new(value, null);

    internal static Reading Refuse(string code, string message) => new(null, new IdentifierRefusal(code, null, message, false));

    /// <summary>For a document's number that cannot have been issued.</summary>
    internal static Reading Fabricated(string code, string message) => new(null, new IdentifierRefusal(code, null, message, true));

    /// <summary>For one character at fault: names it by code point and position, then states <paramref name="rule"/>.</summary>
    internal static Reading RefuseAt(string code, char character, int position, string rule) =>
        new(null, At(code, character, position, rule));

    internal static IdentifierRefusal At(string code, int codePoint, int position, string rule) =>
        new(code, position, $"Character U+{codePoint:X4} at position {position}: {rule}", false);
}
