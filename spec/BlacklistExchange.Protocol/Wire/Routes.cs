namespace BlacklistExchange.Protocol.Wire;

/// <summary>Paths of the member port and the public port (spec/protocol.md §3).</summary>
public static class Routes
{
    /// <summary>GET: the lists this member may use.</summary>
    public const string Lists = "/v1/lists";

    /// <summary>GET: signed epoch descriptors of a list.</summary>
    public const string Epochs = "/v1/lists/{list}/epochs";

    /// <summary>GET: the signed manifest of a list.</summary>
    public const string Manifest = "/v1/lists/{list}/manifest";

    /// <summary>GET, with Range: a snapshot or delta file by its SHA-256 in lower-case hexadecimal.</summary>
    public const string File = "/v1/files/{digest}";

    /// <summary>POST: blind evaluation.</summary>
    public const string Evaluate = "/v1/evaluate";

    /// <summary>GET: what remains of the entity's budgets.</summary>
    public const string Budget = "/v1/budget";

    /// <summary>POST: a signed report.</summary>
    public const string Reports = "/v1/reports";

    /// <summary>POST: a signed retraction.</summary>
    public const string Retractions = "/v1/retractions";

    /// <summary>POST: a signed renewal into a newer epoch.</summary>
    public const string Renewals = "/v1/renewals";

    /// <summary>POST, regulators only: an entry's state, pending included.</summary>
    public const string EntryState = "/v1/entries/state";

    /// <summary>POST, regulators only: opens a dispute on an entry.</summary>
    public const string Disputes = "/v1/disputes";

    /// <summary>POST, public port: a member suspends itself by its emergency code.</summary>
    public const string Emergency = "/v1/emergency";

    /// <summary>GET, public port: the process is alive.</summary>
    public const string Live = "/livez";

    /// <summary>GET, public port: the hub can serve.</summary>
    public const string Ready = "/readyz";

    /// <summary>GET, public port: the exchange's root certificate, PEM.</summary>
    public const string Root = "/root.pem";
}
