using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using BlacklistExchange.Agent.Storage;
using BlacklistExchange.Client;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Events;

/// <summary>Events in the order in which they happened, each sealed and bound to its place, until somebody has taken them.</summary>
internal sealed class EventLog(AgentDatabase database, ExchangeClient client, TimeProvider time) : IDisposable
{
    private readonly LocalSeal _seal = client.CreateSeal("events");

    /// <summary>Rings when events were stored.</summary>
    public Bell Bell { get; } = new();

    /// <summary>Stores one within the caller's transaction.</summary>
    public void Append(SqliteConnection connection, EventMessage message)
    {
        long sequence = EventSql.Next(connection);
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(message with { Sequence = sequence, At = now }, EventJson.Default.EventMessage);
        EventSql.Insert(connection, sequence, _seal.Seal(body, Place(sequence)), now);
        CryptographicOperations.ZeroMemory(body);
    }

    /// <summary>The next ones after a sequence, as they are delivered.</summary>
    public IReadOnlyList<(long Sequence, byte[] Body)> After(long sequence, int limit) =>
        [.. database.Read(connection => EventSql.After(connection, sequence, limit)).Select(row => (row.Sequence, Open(row.Sequence, row.Whole, row.StoredAt)))];

    public int RemoveThrough(long sequence) => database.Write(connection => EventSql.RemoveThrough(connection, sequence));

    public void Remove(long sequence) => database.Write(connection => EventSql.Remove(connection, sequence));

    public void Dispose()
    {
        _seal.Dispose();
        Bell.Dispose();
    }

    private byte[] Open(long sequence, byte[] whole, long storedAt)
    {
        byte[] body = new byte[Math.Max(0, whole.Length - LocalSeal.Overhead)];
        return _seal.TryOpen(whole, Place(sequence), body) ? body
            : JsonSerializer.SerializeToUtf8Bytes(new EventMessage { Type = EventMessage.Unreadable, Sequence = sequence, At = storedAt }, EventJson.Default.EventMessage);
    }

    private static byte[] Place(long sequence)
    {
        byte[] place = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(place, sequence);
        return place;
    }
}
