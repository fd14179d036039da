namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>
/// Why a text is not an identifier (spec/identifiers.md §7). Fit for logs and result files: it never contains the text, at most the code
/// point of one offending character.
/// </summary>
/// <param name="Code">Stable code, for example <c>phone.length</c>.</param>
/// <param name="Position">1-based position, in Unicode code points of the text as given, when a single character is at fault.</param>
/// <param name="Message">What is wrong, which rule, and what to do; English.</param>
/// <param name="LooksFabricated">
/// True when the text has the shape of an identity document's number but cannot be one (checksum, date, area): a signal in itself.
/// </param>
public sealed record IdentifierRefusal(string Code, int? Position, string Message, bool LooksFabricated);
