using System.Collections.Concurrent;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>How many elements of a member are being worked on. A request beyond the room is refused before it is charged, so that queues stay short.</summary>
internal sealed class InFlight
{
    /// <summary>Elements of one member at once: four whole requests.</summary>
    internal const int MaxElements = 4 * Protocol.Wire.GroupSizes.MaxRequest;

    private readonly ConcurrentDictionary<string, int> _elements = new();

    /// <summary>Takes room; null when there is none. Disposing the answer gives it back.</summary>
    internal IDisposable? TryEnter(string member, int elements)
    {
        if (_elements.AddOrUpdate(member, elements, (_, now) => now + elements) <= MaxElements)
        {
            return new Room(this, member, elements);
        }
        Leave(member, elements);
        return null;
    }

    private void Leave(string member, int elements) => _elements.AddOrUpdate(member, 0, (_, now) => now - elements);

    private sealed class Room(InFlight owner, string member, int elements) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                owner.Leave(member, elements);
            }
        }
    }
}
