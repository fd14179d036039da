using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Usage;

/// <summary>
/// What is noted in memory for the record of use, since a transaction for each would cost more than it is worth: files sent, and requests that a budget refused.
/// <see cref="WriteUse"/> puts them into the store; a process that is killed loses the last seconds. What was evaluated is never here: that is written with the charge.
/// </summary>
internal sealed class UseNotes
{
    public const string Manifest = "manifest";
    private const int Keys = 4_096;

    /// <param name="Member">Who was sent it.</param>
    /// <param name="List">Of which list.</param>
    /// <param name="File">manifest, snapshot or delta.</param>
    /// <param name="Kind">Its kind; 0 for a manifest.</param>
    internal sealed record Fetch(string Member, string List, string File, int Kind);

    /// <summary>A request that a budget refused.</summary>
    internal sealed record Refusal(string Member, string List, int Kind);

    // Members, lists and kinds are few and the operator's own, so nothing coarser is needed.
    public Tally<Fetch> Fetches { get; } = new(Keys, static fetch => fetch);

    public Tally<Refusal> Refusals { get; } = new(Keys, static refusal => refusal);

    public void Fetched(string member, string list, string file, int kind) => Fetches.Add(new Fetch(member, list, file, kind));

    public void Refused(string member, string list, int kind) => Refusals.Add(new Refusal(member, list, kind));
}
