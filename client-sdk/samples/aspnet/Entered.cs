using BlacklistExchange.Protocol.Identifiers;

namespace SignUpSample;

/// <summary>What somebody typed, as they typed it: personal data and not to be trusted.</summary>
internal sealed record Entered(string Phone, string Email, string ResidentId)
{
    public IEnumerable<(IdentifierKind Kind, string Field, string Text)> Fields =>
        [(IdentifierKind.Phone, "phone", Phone), (IdentifierKind.Email, "email", Email), (IdentifierKind.ResidentId, "residentId", ResidentId)];

    /// <summary>A record prints its members; this one does not.</summary>
    public override string ToString() => nameof(Entered);
}
