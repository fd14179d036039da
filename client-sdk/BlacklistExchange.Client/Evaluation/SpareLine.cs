using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Evaluation;

/// <summary>
/// Those who wait until a request of others has padding to fill: first come, first served, by kind and epoch, of whatever purpose. They never
/// make a request, a group or a larger group, so they never cost a unit; what goes wrong with a request puts them back in the line. Safe from any thread.
/// </summary>
internal sealed class SpareLine(EntryKeyCache cache)
{
    private const int PruneAbove = 4096;

    private readonly Dictionary<(uint Epoch, IdentifierKind Kind), LinkedList<Wanted>> _lines = [];
    private readonly Lock _lock = new();
    private int _pruneAt = PruneAbove;
    private int _count;
    private bool _ended;

    public void Add(WantedBatch batch)
    {
        foreach (Wanted wanted in batch.All)
        {
            Put(wanted, isFirst: false);
        }
    }

    /// <summary>Fills the padding of a plan's groups, as far as somebody waits for their kind and epoch.</summary>
    public void Fill(RoundPlan plan)
    {
        foreach ((uint, IdentifierKind) name in plan.Names.ToArray())
        {
            while (plan.HasRoom(name) && Next(name) is { } wanted)
            {
                if (cache.Find(wanted.Key) is { } known)
                {
                    using (known)
                    {
                        wanted.Accept(known);
                    }
                    continue;
                }
                WantedBatch lent = WantedBatch.Of(wanted);
                plan.TryAdd(lent.All[0]);
                _ = ReturnUnservedAsync(lent, wanted);
            }
        }
    }

    /// <summary>Nobody waits any more, and nobody will.</summary>
    public void End()
    {
        Wanted[] all;
        lock (_lock)
        {
            _ended = true;
            all = [.. _lines.Values.SelectMany(static line => line)];
            _lines.Clear();
            _count = 0;
        }
        Array.ForEach(all, static wanted => wanted.Fail(new ObjectDisposedException(nameof(ExchangeClient))));
    }

    /// <summary>Whom a request did not serve goes back to the head of the line: it has waited longest.</summary>
    private async Task ReturnUnservedAsync(WantedBatch lent, Wanted wanted)
    {
        await lent.WaitAsync().ConfigureAwait(false);
        if (!wanted.HasEnded)
        {
            Put(wanted, isFirst: true);
        }
    }

    private void Put(Wanted wanted, bool isFirst)
    {
        lock (_lock)
        {
            if (!_ended)
            {
                (uint, IdentifierKind) name = (wanted.Epoch.Number, wanted.Kind);
                if (!_lines.TryGetValue(name, out LinkedList<Wanted>? line))
                {
                    _lines[name] = line = new LinkedList<Wanted>();
                }
                _ = isFirst ? line.AddFirst(wanted) : line.AddLast(wanted);
                Prune(++_count);
                return;
            }
        }
        wanted.Fail(new ObjectDisposedException(nameof(ExchangeClient)));
    }

    /// <summary>The next of a kind and epoch who still waits; null when nobody does.</summary>
    private Wanted? Next((uint, IdentifierKind) name)
    {
        lock (_lock)
        {
            while (_lines.TryGetValue(name, out LinkedList<Wanted>? line))
            {
                Wanted wanted = line.First!.Value;
                line.RemoveFirst();
                _count--;
                if (line.Count == 0)
                {
                    _lines.Remove(name);
                }
                if (!wanted.IsAbandoned)
                {
                    return wanted;
                }
            }
            return null;
        }
    }

    /// <summary>A line that nobody asks for would gather those who have stopped waiting: they leave whenever it has doubled.</summary>
    private void Prune(int count)
    {
        if (count < _pruneAt)
        {
            return;
        }
        foreach (((uint, IdentifierKind) name, LinkedList<Wanted> line) in _lines.ToArray())
        {
            for (LinkedListNode<Wanted>? node = line.First, next; node is not null; node = next)
            {
                next = node.Next;
                if (node.Value.IsAbandoned)
                {
                    line.Remove(node);
                    _count--;
                }
            }
            if (line.Count == 0)
            {
                _lines.Remove(name);
            }
        }
        _pruneAt = Math.Max(PruneAbove, 2 * _count);
    }
}
