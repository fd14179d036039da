using System.Collections.Frozen;

namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>The registry of kinds (spec/identifiers.md §3): one line a kind. The hub knows numbers and names; only members parse.</summary>
public static class IdentifierKinds
{
    private static readonly IdentifierKindInfo[] Registry =
    [
        new(IdentifierKind.SellerAccount, "seller-account", isStrong: true, NamespaceRule.Slug("platform"), SellerAccount.Read),
        new(IdentifierKind.Phone, "phone", isStrong: false, null, Phone.Read),
        new(IdentifierKind.ResidentId, "resident-id", isStrong: true, null, ResidentId.Read),
        new(IdentifierKind.Uscc, "uscc", isStrong: true, null, Uscc.Read),
        new(IdentifierKind.BankCard, "bank-card", isStrong: false, null, BankCard.Read),
        new(IdentifierKind.CourierSender, "courier-sender", isStrong: false, NamespaceRule.Slug("courier"), CourierSender.Read),
        new(IdentifierKind.Passport, "passport", isStrong: true, Passport.NamespaceRule, Passport.Read),
        new(IdentifierKind.TravelPermit, "travel-permit", isStrong: true, TravelPermit.NamespaceRule, TravelPermit.Read),
        new(IdentifierKind.Email, "email", isStrong: false, null, EmailAddress.Read),
        new(IdentifierKind.PaymentAccount, "payment-account", isStrong: false, NamespaceRule.Slug("payment provider"), PaymentAccount.Read),
        new(IdentifierKind.SocialHandle, "social-handle", isStrong: false, NamespaceRule.Slug("social network"), SocialHandle.Read),
        new(IdentifierKind.StoreUrl, "store-url", isStrong: false, null, StoreUrl.Read),
    ];

    private static readonly FrozenDictionary<string, IdentifierKind> ByName = Registry.ToFrozenDictionary(static info => info.Name, static info => info.Kind, StringComparer.Ordinal);

    private static readonly FrozenDictionary<IdentifierKind, IdentifierKindInfo> ByKind = Registry.ToFrozenDictionary(static info => info.Kind);

    /// <summary>All kinds, by number.</summary>
    public static IReadOnlyList<IdentifierKindInfo> All => Registry;

    /// <summary>Finds a kind by its name on the wire; exact, lower case.</summary>
    public static bool TryGetByName(string? name, out IdentifierKind kind)
    {
        kind = default;
        return name is not null && ByName.TryGetValue(name, out kind);
    }

    /// <summary>True when <paramref name="kind"/> is in the registry.</summary>
    public static bool IsKnown(IdentifierKind kind) => ByKind.ContainsKey(kind);

    /// <summary>The kind's name on the wire.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind is not in the registry.</exception>
    public static string Name(IdentifierKind kind) => Info(kind).Name;

    /// <summary>The kind's line in the registry.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind is not in the registry.</exception>
    public static IdentifierKindInfo Info(IdentifierKind kind) =>
        ByKind.TryGetValue(kind, out IdentifierKindInfo? info) ? info : throw new ArgumentOutOfRangeException(nameof(kind), (byte)kind, "No such identifier kind.");
}
