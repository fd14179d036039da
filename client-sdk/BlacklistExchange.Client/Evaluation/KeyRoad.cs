using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Evaluation;

/// <summary>The road to entry keys for those who need the keys themselves: reports, renewals, the desk.</summary>
internal sealed class KeyRoad(EvaluationQueue queue, EntryKeyCache cache)
{
    /// <summary>Entry keys in the order of the inputs, the caller's to dispose.</summary>
    /// <exception cref="ExchangeException">One of them could not be had; none is returned then.</exception>
    public Task<EntryKey[]> DeriveAsync(
        IReadOnlyList<(IdentifierKind Kind, ReadOnlyMemory<byte> Input)> inputs, EpochKeys epoch, string purpose, CancellationToken cancellationToken) =>
        DeriveAsync(inputs, epoch, missing => queue.Add(missing, purpose), cancellationToken);

    /// <summary>The same without asking for anything: what is not known waits for the padding of others' requests.</summary>
    public Task<EntryKey[]> DeriveWhenSpareAsync(IReadOnlyList<(IdentifierKind Kind, ReadOnlyMemory<byte> Input)> inputs, EpochKeys epoch, CancellationToken cancellationToken) =>
        DeriveAsync(inputs, epoch, queue.AddWhenSpare, cancellationToken);

    private async Task<EntryKey[]> DeriveAsync(
        IReadOnlyList<(IdentifierKind Kind, ReadOnlyMemory<byte> Input)> inputs, EpochKeys epoch, Action<WantedBatch> enqueue, CancellationToken cancellationToken)
    {
        EntryKey?[] keys = new EntryKey?[inputs.Count];
        WantedBatch missing = new((place, key) => keys[place] = EntryKey.Import(key.Reveal()), cancellationToken);
        for (int index = 0; index < inputs.Count; index++)
        {
            (IdentifierKind kind, ReadOnlyMemory<byte> input) = inputs[index];
            if (!epoch.TryGet(kind, out _))
            {
                throw new ArgumentException($"The list has no key for identifiers of kind {IdentifierKinds.Name(kind)} (number {index + 1}).", nameof(inputs));
            }
            CacheKey name = cache.KeyOf(epoch, input.Span);
            keys[index] = cache.Find(name);
            if (keys[index] is null)
            {
                missing.Add(index, name, kind, input, epoch);
            }
        }
        try
        {
            enqueue(missing);
            await missing.WaitAsync().ConfigureAwait(false);
            missing.ThrowIfAnyFailed();
            return [.. keys.Select(static key => key!)];
        }
        catch
        {
            Array.ForEach(keys, static key => key?.Dispose());
            throw;
        }
    }
}
