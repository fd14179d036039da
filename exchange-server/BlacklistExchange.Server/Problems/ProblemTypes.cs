namespace BlacklistExchange.Server.Problems;

/// <summary>The one table of refusals. A new refusal is one line here and one in spec/problems.md.</summary>
internal static class ProblemTypes
{
    // The request as bytes.
    public static readonly ProblemType MalformedRequest = new("malformed-request", 400, "The request is not HTTP as this port speaks it.");
    public static readonly ProblemType MalformedJson = new("malformed-json", 400, "The body is not one well-formed JSON value.");
    public static readonly ProblemType UnknownField = new("unknown-field", 400, "The body has a field this request does not know.");
    public static readonly ProblemType DuplicateField = new("duplicate-field", 400, "The body has a field twice.");
    public static readonly ProblemType MissingField = new("missing-field", 400, "The body lacks a field.");
    public static readonly ProblemType WrongType = new("wrong-type", 400, "A field is of another JSON type than this request takes.");
    public static readonly ProblemType InvalidField = new("invalid-field", 400, "A field has a value this request does not take.");
    public static readonly ProblemType UnsupportedMediaType = new("unsupported-media-type", 415, "The body must be application/json in UTF-8, not compressed.");
    public static readonly ProblemType TooLarge = new("too-large", 413, "The body is larger than this request may be.");
    public static readonly ProblemType TooSlow = new("too-slow", 408, "The request did not arrive in time.");
    public static readonly ProblemType RangeNotSatisfiable = new("range-not-satisfiable", 416, "The file has no such bytes.");
    public static readonly ProblemType UnknownRoute = new("unknown-route", 404, "There is nothing at this path on this port.");
    public static readonly ProblemType MethodNotAllowed = new("method-not-allowed", 405, "This path does not take this method.");
    public static readonly ProblemType TooManyRequests = new("too-many-requests", 429, "Requests come faster than this hub takes them from one member.");

    // Who asks.
    public static readonly ProblemType UnknownCertificate = new("unknown-certificate", 403, "The certificate's key is not enrolled.");
    public static readonly ProblemType CertificateRevoked = new("certificate-revoked", 403, "The certificate is revoked.");
    public static readonly ProblemType CertificateExpired = new("certificate-expired", 403, "The certificate has expired.");
    public static readonly ProblemType MemberSuspended = new("member-suspended", 403, "The member is suspended.");
    public static readonly ProblemType MemberRevoked = new("member-revoked", 403, "The member is revoked.");
    public static readonly ProblemType RoleNotAllowed = new("role-not-allowed", 403, "The member's role does not allow this.");
    public static readonly ProblemType PurposeNotAllowed = new("purpose-not-allowed", 403, "The list's policy does not let this member ask for this purpose.");

    public static readonly ProblemType EmergencyRefused = new("emergency-refused", 403, "The member and the emergency code do not fit each other.");

    // Evaluation and budgets.
    public static readonly ProblemType TooManyInFlight = new("too-many-in-flight", 429, "Too many of this member's elements are being evaluated already.");
    public static readonly ProblemType InvalidElement = new("invalid-element", 400, "A blinded element is not a canonical encoding of a group element other than the identity.");
    public static readonly ProblemType EpochNotLive = new("epoch-not-live", 409, "The epoch is not live on this list.");
    public static readonly ProblemType RequestIdReused = new("request-id-reused", 409, "The request id was used with another body.");
    public static readonly ProblemType RequestSpent = new("request-spent", 409, "The request was repeated too often.");
    public static readonly ProblemType BudgetExhausted = new("budget-exhausted", 429, "The budget does not suffice; nothing was charged.");
    public static readonly ProblemType BudgetSumExceeded = new("budget-sum-exceeded", 409, "All budgets together would exceed the hub-wide budget.");
    public static readonly ProblemType InvalidEnrolmentRequest = new("invalid-enrolment-request", 400, "The enrolment request does not prove both keys.");

    // What the operator or the member names.
    public static readonly ProblemType NotFound = new("not-found", 404, "What the request names does not exist.");
    public static readonly ProblemType AlreadyExists = new("already-exists", 409, "What the request would make exists already.");
    public static readonly ProblemType Conflict = new("conflict", 409, "The request does not fit the present state.");

    // Reports, entries and acts.
    public static readonly ProblemType StatementMalformed = new("statement-malformed", 422, "The signed payload is not a statement of this kind in its one encoding.");
    public static readonly ProblemType StatementMismatch = new("statement-mismatch", 422, "The signed payload does not fit this request.");
    public static readonly ProblemType SignatureInvalid = new("signature-invalid", 422, "The statement's signature does not verify.");
    public static readonly ProblemType CommitmentMismatch = new("commitment-mismatch", 422, "An item does not fit the entry key and salt beside it.");
    public static readonly ProblemType DuplicateItem = new("duplicate-item", 422, "A statement names an item twice.");
    public static readonly ProblemType KindNotEnabled = new("kind-not-enabled", 422, "The list does not take this kind of identifier.");
    public static readonly ProblemType PolicyVersionUnknown = new("policy-version-unknown", 422, "The list has had no policy of this version.");
    public static readonly ProblemType MonthOutOfRange = new("month-out-of-range", 422, "The observed month lies in the future or too far back.");
    public static readonly ProblemType EvidenceNotAllowed = new("evidence-not-allowed", 422, "A member of this role cannot rest a report on this evidence.");
    public static readonly ProblemType EpochNotCurrent = new("epoch-not-current", 409, "The statement does not name the newest live epoch of the list.");
    public static readonly ProblemType ReportIdReused = new("report-id-reused", 409, "The report id stands for another statement.");
    public static readonly ProblemType ReportCapReached = new("report-cap-reached", 429, "The member has reported as many items today as it may.");
    public static readonly ProblemType ActRefused = new("act-refused", 422, "The act cannot be done to everything it names; nothing was changed.");

    // The hub itself.
    public static readonly ProblemType StoreUnavailable = new("store-unavailable", 503, "The hub cannot write or read its store now; nothing was done.");
    public static readonly ProblemType ClockStepped = new("clock-stepped", 503, "The hub's clock has jumped; nothing is charged, filed, built or ended until it is settled.");
    public static readonly ProblemType ReadOnly = new("read-only", 503, "The hub was restored from a backup and is read-only; nothing was done.");
    public static readonly ProblemType Internal = new("internal", 500, "Something went wrong inside the hub.");
}
