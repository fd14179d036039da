namespace BlacklistExchange.Load.Calls;

/// <summary>Several kinds of operations, in fixed shares and always in the same order.</summary>
internal sealed class MixedCalls : ICalls, IAsyncDisposable
{
    private readonly ICalls[] _order;

    /// <param name="parts">Each kind and how many of it there are in a round.</param>
    public MixedCalls(IReadOnlyList<(ICalls Calls, int Share)> parts)
    {
        // Each kind at even distances in the round: by where its next one is due.
        _order = [.. parts.SelectMany(static part => Enumerable.Range(0, part.Share).Select(index => (part.Calls, Due: (index + 0.5) / part.Share))).OrderBy(static one => one.Due).Select(static one => one.Calls)];
        Elements = parts.Sum(static part => part.Calls.Elements * part.Share) / _order.Length;
    }

    public string Name => "mixed";

    public int Elements { get; }

    public Task CallAsync(Call call, CancellationToken cancellationToken)
    {
        ICalls one = _order[call.Number % _order.Length];
        call.Of = one;
        return one.CallAsync(call, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable part in _order.Distinct().OfType<IAsyncDisposable>())
        {
            await part.DisposeAsync();
        }
    }
}
