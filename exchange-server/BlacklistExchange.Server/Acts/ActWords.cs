namespace BlacklistExchange.Server.Acts;

/// <summary>Who acts and why.</summary>
/// <param name="Actor">An operator's name, or <c>desk:member</c>.</param>
/// <param name="Ground">Why.</param>
/// <param name="Reference">The case number.</param>
internal sealed record ActWords(string Actor, string Ground, string Reference);
