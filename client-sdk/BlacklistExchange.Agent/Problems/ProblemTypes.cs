namespace BlacklistExchange.Agent.Problems;

/// <summary>The agent's refusals. A name that the hub has too means the same here.</summary>
internal static class ProblemTypes
{
    public static readonly ProblemType MalformedJson = new("malformed-json", 400, "The body is not one well-formed JSON value.");
    public static readonly ProblemType UnknownField = new("unknown-field", 400, "The body has a field this request does not know.");
    public static readonly ProblemType DuplicateField = new("duplicate-field", 400, "The body has a field twice.");
    public static readonly ProblemType MissingField = new("missing-field", 400, "The body lacks a field.");
    public static readonly ProblemType WrongType = new("wrong-type", 400, "A field is of another JSON type than this request takes.");
    public static readonly ProblemType InvalidField = new("invalid-field", 400, "A field has a value this request does not take.");
    public static readonly ProblemType MalformedRequest = new("malformed-request", 400, "The request is not HTTP as this port speaks it.");
    public static readonly ProblemType Unauthorized = new("unauthorized", 401, "The request does not carry the agent's bearer secret.");
    public static readonly ProblemType UnknownRoute = new("unknown-route", 404, "There is nothing at this path on this port.");
    public static readonly ProblemType MethodNotAllowed = new("method-not-allowed", 405, "This path does not take this method.");
    public static readonly ProblemType TooSlow = new("too-slow", 408, "The request did not arrive in time.");
    public static readonly ProblemType Conflict = new("conflict", 409, "The request does not fit the present state.");
    public static readonly ProblemType ShadowMode = new("shadow-mode", 409, "The agent runs in shadow mode, in which this is not done.");
    public static readonly ProblemType TooLarge = new("too-large", 413, "The body is larger than this request may be.");
    public static readonly ProblemType UnsupportedMediaType = new("unsupported-media-type", 415, "The body must be application/json in UTF-8, not compressed.");
    public static readonly ProblemType BudgetExhausted = new("budget-exhausted", 429, "The budget does not suffice; nothing was charged.");
    public static readonly ProblemType Internal = new("internal", 500, "Something went wrong inside the agent.");
    public static readonly ProblemType CertificateRefused = new("certificate-refused", 502, "The hub refuses this member's certificate.");
    public static readonly ProblemType HubUnavailable = new("hub-unavailable", 502, "The hub was not reached, or what answered cannot be trusted.");
    public static readonly ProblemType NotReady = new("not-ready", 503, "The agent has no list that it could answer from.");
    public static readonly ProblemType OutboxFull = new("outbox-full", 503, "The outbox holds as much as it may.");
    public static readonly ProblemType WatchFull = new("watch-full", 503, "As many applicants are watched as may be.");
    public static readonly ProblemType StorageFailed = new("storage-failed", 503, "The agent's database could not be read or written.");
}
