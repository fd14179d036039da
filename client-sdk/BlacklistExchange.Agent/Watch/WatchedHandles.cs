using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BlacklistExchange.Agent.Checks;
using BlacklistExchange.Agent.Storage;
using BlacklistExchange.Client;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Watch;

/// <summary>Whom this agent watches: the caller's id, the handle and how they stood last, sealed and found by a keyed name of the id.</summary>
internal sealed class WatchedHandles(AgentDatabase database, GroupedWrites writes, ExchangeClient client, AgentSettings settings, ILogger<WatchedHandles> log) : IDisposable
{
    private readonly LocalSeal _seal = client.CreateSeal("watch");

    /// <summary>What the local list says of a handle now.</summary>
    /// <exception cref="HandleException">It is no handle of this member.</exception>
    public CheckAnswer Match(string handle) => AnswerRules.OfMatch(client.Match(handle));

    /// <summary>Begins a watch with the handle of a check, if it has one; the answer says whether it has begun, and no failure of it is one of the check.</summary>
    public async Task<CheckAnswer> BeginAsync(string id, CheckAnswer answer)
    {
        try
        {
            return await writes.RunAsync(connection => Begin(connection, id, answer));
        }
        catch (SqliteException exception)
        {
            log.LogError("A watch could not be stored: {Reason}", exception.Message);
            return answer with { Watched = false, Explanation = $"{answer.Explanation} The applicant is not watched: the agent's database could not be written." };
        }
    }

    /// <summary>The same within the caller's transaction.</summary>
    public CheckAnswer Begin(SqliteConnection connection, string id, CheckAnswer answer)
    {
        if (answer.Handle is not { } handle)
        {
            return answer with { Watched = false };
        }
        return Put(connection, id, handle, Match(handle)) ? answer with { Watched = true }
            : answer with { Watched = false, Explanation = $"{answer.Explanation} The applicant is not watched: --watch-limit is reached." };
    }

    /// <summary>Begins a watch or replaces it; false when there is no room.</summary>
    /// <exception cref="SqliteException">It could not be stored.</exception>
    public bool Put(string id, string handle, CheckAnswer match) => database.Write(connection => Put(connection, id, handle, match));

    /// <summary>Ends a watch; false when there was none.</summary>
    /// <exception cref="SqliteException">It could not be removed.</exception>
    public bool Remove(string id) => database.Write(connection => WatchSql.Remove(connection, NameOf(id)));

    public byte[] Seal(WatchedApplicant watched, byte[] name)
    {
        byte[] plain = JsonSerializer.SerializeToUtf8Bytes(watched, WatchJson.Default.WatchedApplicant);
        try
        {
            return _seal.Seal(plain, name);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public bool TryOpen(byte[] name, byte[] whole, [NotNullWhen(true)] out WatchedApplicant? watched)
    {
        byte[] plain = new byte[Math.Max(0, whole.Length - LocalSeal.Overhead)];
        watched = _seal.TryOpen(whole, name, plain) ? JsonSerializer.Deserialize(plain, WatchJson.Default.WatchedApplicant) : null;
        CryptographicOperations.ZeroMemory(plain);
        return watched is not null;
    }

    public void Dispose() => _seal.Dispose();

    private bool Put(SqliteConnection connection, string id, string handle, CheckAnswer match)
    {
        byte[] name = NameOf(id);
        if (!WatchSql.Exists(connection, name) && WatchSql.CountRows(connection) >= settings.WatchLimit)
        {
            return false;
        }
        WatchSql.Put(connection, name, Seal(WatchRules.Begin(id, handle, match), name), (long)(match.ListSequence ?? 0));
        return true;
    }

    private byte[] NameOf(string id) => _seal.NameOf(Encoding.UTF8.GetBytes(id));
}
