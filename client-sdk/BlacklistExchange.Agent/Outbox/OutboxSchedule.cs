namespace BlacklistExchange.Agent.Outbox;

/// <summary>
/// What waits and when it is due, without I/O: in order of arrival as long as nothing fails, later after each failure. Only one thread uses it. A start begins with
/// everything due.
/// </summary>
internal sealed class OutboxSchedule
{
    private readonly Dictionary<long, Waiting> _waiting = [];
    private readonly PriorityQueue<long, long> _now = new();
    private readonly PriorityQueue<long, long> _spare = new();
    private readonly PriorityQueue<long, DateTimeOffset> _later = new();

    /// <summary>The number after which nothing is known.</summary>
    public long Last { get; private set; }

    /// <summary>Checks taken that go out in the ordinary way, and those that wait for padding.</summary>
    public (int Asked, int Spare) Taken { get; private set; }

    public void Add(long number, long? latest, DateTimeOffset now)
    {
        _waiting[number] = new Waiting { Latest = latest is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null };
        Last = Math.Max(Last, number);
        Enqueue(number, now);
    }

    /// <summary>Takes the next ones that are due, in order of arrival.</summary>
    /// <param name="room">How many may be out at a time.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<(long Number, DateTimeOffset? Spare)> Take((int Asked, int Spare) room, DateTimeOffset now)
    {
        while (_later.TryPeek(out long number, out DateTimeOffset due) && due <= now)
        {
            _later.Dequeue();
            Enqueue(number, now);
        }
        List<(long, DateTimeOffset?)> taken = [];
        while (Taken.Asked < room.Asked && _now.TryDequeue(out long number, out _))
        {
            Taken = (Taken.Asked + 1, Taken.Spare);
            taken.Add((number, null));
        }
        while (_spare.TryDequeue(out long number, out _))
        {
            Waiting waiting = _waiting[number];
            if (Taken.Spare >= room.Spare)
            {
                _later.Enqueue(number, Earlier(waiting.Latest!.Value, now + TimeSpan.FromSeconds(30)));
                continue;
            }
            Taken = (Taken.Asked, Taken.Spare + 1);
            waiting.IsSpare = true;
            taken.Add((number, waiting.Latest));
        }
        return taken;
    }

    /// <summary>How many times it has failed, this one included; it is due again at <paramref name="due"/>.</summary>
    public void Return(long number, Func<int, DateTimeOffset> due)
    {
        Waiting waiting = GiveBack(number);
        _later.Enqueue(number, due(++waiting.Failures));
    }

    /// <summary>It waits no more.</summary>
    public void Settle(long number)
    {
        GiveBack(number);
        _waiting.Remove(number);
    }

    private void Enqueue(long number, DateTimeOffset now) => (_waiting[number].Latest > now ? _spare : _now).Enqueue(number, number);

    private Waiting GiveBack(long number)
    {
        Waiting waiting = _waiting[number];
        Taken = waiting.IsSpare ? (Taken.Asked, Taken.Spare - 1) : (Taken.Asked - 1, Taken.Spare);
        waiting.IsSpare = false;
        return waiting;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private sealed class Waiting
    {
        public DateTimeOffset? Latest { get; init; }

        public bool IsSpare { get; set; }

        public int Failures { get; set; }
    }
}
