namespace BlacklistExchange.Server.Storage;

/// <summary>What an operator should hear of the database. What is found before anybody listens is kept for the one who does.</summary>
internal sealed class StoreNews
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EventId, string?> _last = [];
    private Action<EventId, string>? _listener;

    /// <summary>Tells it once, until something else is said under the same event; null when there is nothing to tell any more.</summary>
    public void Say(EventId id, string? text)
    {
        lock (_lock)
        {
            if (_last.TryGetValue(id, out string? last) && last == text)
            {
                return;
            }
            _last[id] = text;
            if (text is not null)
            {
                _listener?.Invoke(id, text);
            }
        }
    }

    public void Listen(Action<EventId, string> listener)
    {
        lock (_lock)
        {
            _listener = listener;
            foreach ((EventId id, string? text) in _last)
            {
                if (text is not null)
                {
                    listener(id, text);
                }
            }
        }
    }
}
