using BlacklistExchange.Client;
using BlacklistExchange.Load.Keeping;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Voprf;

namespace BlacklistExchange.Load.Calls;

/// <summary>Whom the load program plays, and what it asks of which list.</summary>
internal sealed class LoadTarget : IDisposable
{
    public const IdentifierKind Kind = IdentifierKind.Phone;

    private LoadTarget(string list, uint epoch, JointKey key, IReadOnlyList<LoadMember> members, IReadOnlyList<ExchangeProfile> callers, Ledger? ledger) =>
        (List, Epoch, Key, Members, Callers, Ledger) = (list, epoch, key, members, callers, ledger);

    public string List { get; }

    public uint Epoch { get; }

    /// <summary>The epoch's key, by which answers are verified.</summary>
    public JointKey Key { get; }

    /// <summary>Members whose every charge is in the ledger: nobody else of their legal entity is at work.</summary>
    public IReadOnlyList<LoadMember> Members { get; }

    /// <summary>Members that are played by the whole SDK, which combines and pads what it asks by itself.</summary>
    public IReadOnlyList<ExchangeProfile> Callers { get; }

    /// <summary>Null = nothing is kept.</summary>
    public Ledger? Ledger { get; }

    public static string KindName => IdentifierKinds.Name(Kind);

    /// <summary>Asks the hub for the list's newest epoch; begins the ledger with what was spent before.</summary>
    public static async Task<LoadTarget> OpenAsync(IReadOnlyList<ExchangeProfile> members, IReadOnlyList<ExchangeProfile> callers, string list, Ledger? ledger, CancellationToken cancellationToken)
    {
        LoadMember[] opened = [.. members.Select(profile => new LoadMember(profile, list))];
        try
        {
            (uint epoch, JointKey key) = await opened[0].EpochAsync((byte)Kind, cancellationToken);
            ledger?.Note(new LedgerLine(LedgerOps.Begin, 0, Units: await opened[0].SpentAsync(KindName, epoch, cancellationToken), List: list, Epoch: epoch));
            return new LoadTarget(list, epoch, key, opened, callers, ledger);
        }
        catch
        {
            Array.ForEach(opened, static member => member.Dispose());
            throw;
        }
    }

    public LoadMember MemberOf(Call call) => Members[call.Stream % Members.Count];

    public void Dispose()
    {
        foreach (LoadMember member in Members)
        {
            member.Dispose();
        }
    }
}
