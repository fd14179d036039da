using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Client.Hub;
using BlacklistExchange.Client.Snapshots;
using BlacklistExchange.Client.Storage;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Reporting;

/// <summary>What only a desk may: ask for an entry's state, pending included, and open a dispute, by an entry key under every live epoch.</summary>
internal sealed class DeskRoad(ReportRoad reports, KeyRoad keys, HubApi hub, TimeProvider time)
{
    private const string Unknown = "unknown";

    public Task<IReadOnlyList<EntryReport>> StateAsync(Identifier identifier, CancellationToken cancellationToken) =>
        WithKeysAsync(identifier, (list, epoch, key) => hub.EntryStateAsync(Body(list, epoch, identifier.Kind, key).EndObject(), cancellationToken), cancellationToken);

    public Task<IReadOnlyList<EntryReport>> DisputeAsync(Identifier identifier, string ground, string reference, CancellationToken cancellationToken) =>
        WithKeysAsync(identifier, async (list, epoch, key) =>
        {
            EntryStateResponse state = await hub.EntryStateAsync(Body(list, epoch, identifier.Kind, key).EndObject(), cancellationToken).ConfigureAwait(false);
            return state.State == Unknown ? state
                : await hub.DisputeAsync(Body(list, epoch, identifier.Kind, key).Text("ground", ground).Text("reference", reference).EndObject(), cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    private async Task<IReadOnlyList<EntryReport>> WithKeysAsync(Identifier identifier, Func<string, uint, EntryKey, Task<EntryStateResponse>> ask, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        (ListSet set, _) = await reports.NewestAsync(cancellationToken).ConfigureAwait(false);
        List<EntryReport> states = [];
        foreach (EpochKeys epoch in set.EpochsOf(identifier.Kind, time.GetUtcNow()))
        {
            EntryKey[] derived = await keys.DeriveAsync([(identifier.Kind, identifier.CanonicalBytes)], epoch, Purposes.Appeal, cancellationToken).ConfigureAwait(false);
            using EntryKey key = derived[0];
            states.Add(new EntryReport(epoch.Number, await ask(set.Manifest.List, epoch.Number, key).ConfigureAwait(false)));
        }
        return states;
    }

    private static SecretJson Body(string list, uint epoch, IdentifierKind kind, EntryKey key) =>
        new SecretJson().Text("list", list).Number("epoch", epoch).Text("kind", IdentifierKinds.Name(kind)).Bytes("entry_key", key.Reveal());
}
