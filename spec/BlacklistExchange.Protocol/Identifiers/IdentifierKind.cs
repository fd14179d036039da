namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>What an identifier identifies. Numbers are part of the canonical bytes and never change (spec/identifiers.md §3).</summary>
public enum IdentifierKind : byte
{
    /// <summary>A seller's account on one platform; the namespace is the platform.</summary>
    SellerAccount = 1,

    /// <summary>A telephone number in E.164; in mainland China mobiles only.</summary>
    Phone = 2,

    /// <summary>A resident identity number, GB 11643, 18 characters.</summary>
    ResidentId = 3,

    /// <summary>A unified social credit code, GB 32100, 18 characters.</summary>
    Uscc = 4,

    /// <summary>A bank card number, 12 to 19 digits.</summary>
    BankCard = 5,

    /// <summary>A sender's account at one courier; the namespace is the courier.</summary>
    CourierSender = 6,

    /// <summary>A passport number; the namespace is the issuing state, ISO 3166 alpha-3.</summary>
    Passport = 7,

    /// <summary>A permit of a Hong Kong, Macao or Taiwan resident; the namespace is the permit type.</summary>
    TravelPermit = 8,

    /// <summary>An e-mail address.</summary>
    Email = 9,

    /// <summary>An account at a payment provider; the namespace is the provider.</summary>
    PaymentAccount = 10,

    /// <summary>A handle on a social network; the namespace is the network.</summary>
    SocialHandle = 11,

    /// <summary>The address of a shop on the web.</summary>
    StoreUrl = 12,
}
