namespace BlacklistExchange.Protocol.Wire;

/// <summary>
/// What the operator hands a member after enrolment, a JSON file without secrets (spec/protocol.md §9.2): where the hub is, whom to trust, and the
/// certificate for the key the member has kept. The log fields stay empty until the exchange runs a log.
/// </summary>
/// <param name="Exchange">Name of the exchange.</param>
/// <param name="HubUrl">Base address of the member port, <c>https://host:port</c>.</param>
/// <param name="Member">Name of the member.</param>
/// <param name="Entity">Name of its legal entity.</param>
/// <param name="Role">Role of the member.</param>
/// <param name="RootCertificate">The exchange's root, PEM.</param>
/// <param name="Certificate">The member's TLS certificate, PEM.</param>
/// <param name="ExchangeKey">The exchange's signing key, SubjectPublicKeyInfo, base64url: pinned.</param>
/// <param name="Witnesses">Witness keys; empty until there are some.</param>
/// <param name="LogKey">The log's key; absent until there is one.</param>
/// <param name="FilesUrl">Base address of a cache that holds list files, <c>https://host:port</c>; absent when the hub alone has them.</param>
public sealed record MemberBundle(
    string Exchange,
    string HubUrl,
    string Member,
    string Entity,
    string Role,
    string RootCertificate,
    string Certificate,
    string ExchangeKey,
    IReadOnlyList<string> Witnesses,
    string? LogKey = null,
    string? FilesUrl = null);
