using BlacklistExchange.Protocol.Reports;

namespace BlacklistExchange.Server.Entries;

/// <summary>Names of states in JSON (spec/protocol.md §7.4).</summary>
internal static class EntryStates
{
    /// <summary>When nobody has reported the identifier.</summary>
    public const string Unknown = "unknown";

    public static string NameOf(EntryState state) => state switch
    {
        EntryState.Pending => "pending",
        EntryState.Watch => "watch",
        EntryState.Listed => "listed",
        EntryState.Disputed => "disputed",
        EntryState.Retracted => "retracted",
        EntryState.Cleared => "cleared",
        EntryState.Expired => "expired",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state."),
    };
}
