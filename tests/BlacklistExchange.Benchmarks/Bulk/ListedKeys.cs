using BlacklistExchange.Benchmarks.Lists;
using BlacklistExchange.Client;
using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Client.Hub;
using BlacklistExchange.Client.Snapshots;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace BlacklistExchange.Benchmarks.Bulk;

/// <summary>Entry keys of phones that are to be on the list: asked of the hub as a report asks for them.</summary>
internal static class ListedKeys
{
    /// <summary>The keys, one after the other.</summary>
    public static async Task<byte[]> DeriveAsync(ExchangeProfile profile, MemberFolder member, IReadOnlyList<ReadOnlyMemory<byte>> inputs, CancellationToken cancellationToken)
    {
        ListSet set = member.Opener().OpenCurrent(null, out string? fault) ?? throw new NotMeasuredException($"The list does not open: {fault}");
        using HubConnection connection = new(profile, TimeSpan.FromMinutes(1), proxy: null, files: null, TimeProvider.System, NullLogger.Instance);
        using EntryKeyCache cache = new(0);
        using EvaluationQueue queue = new(new HubApi(connection, HubWorld.List), cache);
        KeyRoad road = new(queue, cache);
        EpochKeys epoch = set.Newest(TimeProvider.System.GetUtcNow()) ?? throw new NotMeasuredException("No epoch is live.");
        EntryKey[] keys = await road.DeriveAsync([.. inputs.Select(static input => (HubWorld.Kind, input))], epoch, Purposes.ReCheck, cancellationToken);
        byte[] bytes = new byte[keys.Length * EntryKey.Size];
        for (int index = 0; index < keys.Length; index++)
        {
            keys[index].Reveal().CopyTo(bytes.AsSpan(index * EntryKey.Size));
            keys[index].Dispose();
        }

        set.Retire(null);
        return bytes;
    }
}
