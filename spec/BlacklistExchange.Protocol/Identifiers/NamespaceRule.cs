using System.Diagnostics.CodeAnalysis;

namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>What a kind's namespace must be (spec/identifiers.md §3.1). Refusals never repeat the namespace: people put values there.</summary>
internal sealed class NamespaceRule
{
    private readonly Func<string, string?> _canonical;
    private readonly string _code;
    private readonly string _rule;

    private NamespaceRule(string code, string rule, Func<string, string?> canonical) => (_code, _rule, _canonical) = (code, rule, canonical);

    /// <summary>A slug: 2 to 32 of a-z, 0-9 and hyphen, neither first nor last a hyphen.</summary>
    internal static NamespaceRule Slug(string what) => new(
        "namespace.form",
        $"The namespace must name the {what}: 2 to 32 of a-z, 0-9 and hyphen, beginning and ending with a letter or digit, for example the name that the operator's registry gives it.",
        static given => Wire.Slug.IsValid(given) ? given : null);

    /// <summary>One of a fixed set of names; <paramref name="canonical"/> returns null for any other.</summary>
    internal static NamespaceRule OneOf(string rule, Func<string, string?> canonical) => new("namespace.unknown", rule, canonical);

    internal static bool TryApply(NamespaceRule? rule, string? given, [NotNullWhen(true)] out string? canonical, [NotNullWhen(false)] out IdentifierRefusal? refusal)
    {
        bool absent = string.IsNullOrEmpty(given);
        canonical = rule is null ? (absent ? "" : null) : (absent ? null : rule._canonical(given!));
        refusal = canonical is not null ? null
            : rule is null ? new IdentifierRefusal("namespace.unexpected", null, "This kind has no namespace. Leave it out.", false)
            : new IdentifierRefusal(absent ? "namespace.missing" : rule._code, null, rule._rule, false);
        return refusal is null;
    }
}
