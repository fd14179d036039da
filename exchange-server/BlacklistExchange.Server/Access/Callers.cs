namespace BlacklistExchange.Server.Access;

/// <summary>The member behind a request on the member port, as the table says at this moment.</summary>
/// <param name="Slug">The member's name.</param>
/// <param name="Entity">Its own legal entity; budgets may be shared further up the chain of parents.</param>
/// <param name="Role">member, courier, rights-holder or regulator.</param>
/// <param name="Sector">Its sector.</param>
/// <param name="SigningKey">SubjectPublicKeyInfo of the key that signs its reports.</param>
/// <param name="SpkiSha256">SHA-256 of its TLS key's SubjectPublicKeyInfo.</param>
internal sealed record Member(string Slug, string Entity, string Role, string Sector, byte[] SigningKey, byte[] SpkiSha256)
{
    public const string RegulatorRole = "regulator";
}

/// <summary>The operator behind a request on the operator port.</summary>
internal sealed record Operator(string Name, byte[] SpkiSha256);

internal static class Callers
{
    /// <summary>The member that asks. Only on routes of the member port: elsewhere there is none, and it throws.</summary>
    public static Member GetMember(this HttpContext context) =>
        context.Features.Get<Member>() ?? throw new InvalidOperationException("This route is not on the member port.");

    /// <summary>The operator that asks. Only on routes of the operator port.</summary>
    public static Operator GetOperator(this HttpContext context) =>
        context.Features.Get<Operator>() ?? throw new InvalidOperationException("This route is not on the operator port.");
}
