using System.Text.Json.Nodes;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;

namespace BlacklistExchange.Server.Tests.OpenApi;

/// <summary>Every route of the member port and the public port. A new one is one entry here.</summary>
internal static class Operations
{
    private static readonly (string, JsonObject, string) ListValue = ("list", new JsonObject { ["type"] = "string", ["pattern"] = "^[a-z0-9][a-z0-9-]{0,30}[a-z0-9]$" }, "Name of the list.");

    public static IReadOnlyList<Operation> All { get; } =
    [
        new(HubPort.Member, "GET", Routes.Lists, "getLists", "The lists this member may use",
            "Also the hub's clock, and for each list the kinds, the purposes this member may name, and the evidence ladder.")
        {
            Answers = [new(200, "The lists; empty when there is none for this member.", typeof(ListsResponse))],
            AnswerExample = Examples.Lists,
        },
        new(HubPort.Member, "GET", Routes.Epochs, "getEpochs", "Signed epoch descriptors of a list",
            "Live epochs and those to come, ascending. Check each as protocol.md section 4 says before trusting its keys.")
        {
            PathValue = ListValue,
            Answers = [new(200, "The descriptors.", typeof(EpochsResponse))],
            AnswerExample = Examples.Epochs,
        },
        new(HubPort.Member, "GET", Routes.Manifest, "getManifest", "The signed manifest of a list",
            "Names every file of the list by its digest (protocol.md section 8.3). Refuse a sequence lower than one you have seen.")
        {
            PathValue = ListValue,
            Answers = [new(200, "The newest manifest.", typeof(ManifestResponse))],
            AnswerExample = Examples.Manifest,
        },
        new(HubPort.Member, "GET", Routes.File, "getFile", "A snapshot or delta file",
            "The bytes of protocol.md sections 8.1 and 8.2. Files never change: a fetch that was cut goes on with `Range`. Compare the digest of what arrived with the name.")
        {
            PathValue = ("digest", new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9a-f]{64}$" }, "SHA-256 of the file, lower-case hexadecimal, as the manifest names it."),
            Headers = [("Range", "One range of bytes, `bytes=65536-`."), ("If-None-Match", "The digest in quotes, as ETag gave it.")],
            Answers =
            [
                new(200, "The whole file.", null, "application/octet-stream"), new(206, "The range that was asked for.", null, "application/octet-stream"),
                new(304, "The file is the one named in If-None-Match.", null, null), new(416, "The file has no such range.", null, null),
            ],
        },
        new(HubPort.Member, "HEAD", Routes.File, "headFile", "Length and ETag of a snapshot or delta file", "As getFile, without the bytes.")
        {
            PathValue = ("digest", new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9a-f]{64}$" }, "SHA-256 of the file, lower-case hexadecimal, as the manifest names it."),
            Answers = [new(200, "The file is there.", null, null)],
        },
        new(HubPort.Member, "POST", Routes.Evaluate, "evaluate", "Blind evaluation",
            """
            Evaluates blinded elements under the keys of the groups' (list, epoch, kind), with one batched DLEQ proof a group (RFC 9497, mode VOPRF). Every element costs one unit, padding included; nothing is
            charged when the request is refused. The same body under the same request_id within 15 minutes is answered again without charge, at most three times. Protocol.md section 5.
            """)
        {
            Request = typeof(EvaluateRequest),
            RequestExample = Examples.Evaluate,
            Answers = [new(200, "One answer a group, in the request's order. Verify each proof before using any element.", typeof(EvaluateResponse))],
            AnswerExample = Examples.Evaluated,
        },
        new(HubPort.Member, "GET", Routes.Budget, "getBudget", "What remains of the budgets", "One line for each list, live epoch and kind. Members of one legal entity, and of companies above it, share them.")
        {
            Answers = [new(200, "The budgets; full_at is missing from a counter that never refills by itself.", typeof(BudgetResponse))],
            AnswerExample = Examples.Budget,
        },
        new(HubPort.Member, "POST", Routes.Reports, "fileReport", "Files a signed report",
            """
            The payload is the statement of protocol.md section 7.1, signed with the member's signing key; beside it travel the entry key and salt of each item, in the statement's order. All items are filed
            or none. A report is idempotent: sent again it is answered with the same receipt.
            """)
        {
            Request = typeof(ReportRequest),
            RequestExample = Examples.Report,
            Answers = [new(201, "Filed; the receipt is signed after the durable commit.", typeof(ReportResponse)), new(200, "It was filed before.", typeof(ReportResponse))],
            AnswerExample = Examples.Reported,
        },
        new(HubPort.Member, "POST", Routes.Retractions, "retractReport", "Withdraws a report or one item of it", "The payload is that of protocol.md section 7.5. Withdrawing twice is no error.")
        {
            Request = typeof(RetractionRequest),
            RequestExample = Examples.Retraction,
            Answers = [new(200, "The items withdrawn now or before, and each entry's state after it.", typeof(RetractionResponse))],
            AnswerExample = Examples.Retracted,
        },
        new(HubPort.Member, "POST", Routes.Renewals, "renewReports", "Carries reports into a newer epoch",
            "The payload is that of protocol.md section 7.6, beside it both entry keys of each item. Renewing twice is no error.")
        {
            Request = typeof(RenewalRequest),
            RequestExample = Examples.Renewal,
            Answers = [new(200, "One outcome an item, in the statement's order.", typeof(RenewalResponse))],
            AnswerExample = Examples.Renewed,
        },
        new(HubPort.Member, "POST", Routes.EntryState, "getEntryState", "An entry's state, for the desk", "Members of role regulator only. Shows what files do not: pending, and how many reports stand behind it.")
        {
            Request = typeof(EntryStateRequest),
            RequestExample = Examples.EntryState,
            Answers = [new(200, "The state; unknown when nobody reported it.", typeof(EntryStateResponse))],
            AnswerExample = Examples.EntryStands,
        },
        new(HubPort.Member, "POST", Routes.Disputes, "openDispute", "Opens a dispute on an entry", "Members of role regulator only. The entry is frozen as disputed until an operator decides.")
        {
            Request = typeof(DisputeRequest),
            RequestExample = Examples.Dispute,
            Answers = [new(200, "The entry's state after it.", typeof(EntryStateResponse))],
            AnswerExample = Examples.Disputed,
        },
        new(HubPort.Public, "POST", Routes.Emergency, "emergency", "A member suspends itself by its emergency code",
            """
            Without a certificate: the key may be what was lost. The member is suspended and all its TLS keys are revoked, at once and on every node; its reports stand. Only the operator can reinstate it.
            Sent again it is answered the same. Protocol.md section 9.4.
            """)
        {
            Request = typeof(EmergencyRequest),
            RequestExample = Examples.Emergency,
            Answers = [new(200, "Suspended now or before.", typeof(EmergencyResponse))],
            AnswerExample = Examples.Suspended,
        },
        new(HubPort.Public, "GET", Routes.Live, "live", "The process is alive", "Without a certificate.") { Answers = [new(200, "Alive.", null, "text/plain")] },
        new(HubPort.Public, "GET", Routes.Ready, "ready", "The hub can serve", "Without a certificate.")
        {
            Answers = [new(200, "Ready.", null, "text/plain"), new(503, "Not ready; one line a reason.", null, "text/plain")],
        },
        new(HubPort.Public, "GET", Routes.Root, "root", "The exchange's root certificate", "Without a certificate. Compare its fingerprint with what the operator told you by another way; a member's bundle brings the same root.")
        {
            Answers = [new(200, "The certificate, PEM.", null, "application/x-pem-file")],
        },
    ];
}
