using System.Net.Sockets;
using System.Security.Authentication;
using BlacklistExchange.Server.Telemetry;
using Npgsql;

namespace BlacklistExchange.Server.Storage;

/// <summary>
/// The servers of a connection file, one of which is the primary. Each promotion begins a later timeline of the log: a server that still takes itself for the primary on an
/// earlier one is passed over, since what it holds is no longer what the exchange has.
/// </summary>
internal sealed class PostgresServers
{
    private readonly NpgsqlConnectionStringBuilder _address;
    private readonly List<PostgresServer> _servers;
    private readonly StoreNews _news;
    private readonly Lock _lock = new();
    private int _primary = -1;
    private string _timeline = "";

    public PostgresServers(NpgsqlConnectionStringBuilder address, StoreNews news)
    {
        _address = address;
        _news = news;
        _servers = PostgresServer.TryParse(address, out IReadOnlyList<PostgresServer> servers) ? [.. servers] : [];
    }

    public bool AreSeveral => _servers.Count > 1;

    /// <summary>Where it is, for people.</summary>
    public string Place => AreSeveral
        ? $"PostgreSQL {string.Join(", ", _servers)}, database {_address.Database}"
        : $"PostgreSQL {_address.Host}, port {_address.Port}, database {_address.Database}";

    /// <summary>A session with the primary; with the only server, whatever it is. Throws <see cref="NpgsqlException"/> when there is none.</summary>
    /// <param name="seconds">The longest that one of its commands may take; null as the connection file says.</param>
    public NpgsqlConnection Open(int? seconds) => AreSeveral ? OpenPrimary(seconds) : Connect(_servers[0], seconds);

    /// <summary>The next who opens a session asks all: the one that was the primary may have been replaced without knowing it.</summary>
    public void Doubt()
    {
        lock (_lock)
        {
            _primary = -1;
        }
    }

    /// <summary>Asks the one that was it last first, and no other when it still is. Who knows of none asks all, since an old primary may stand before the new one.</summary>
    private NpgsqlConnection OpenPrimary(int? seconds)
    {
        int last = Last();
        List<Found> primaries = [];
        List<string> others = [];
        Exception? cause = null;
        for (int turn = 0; turn < _servers.Count && (last < 0 || primaries.Count == 0); turn++)
        {
            PostgresServer server = _servers[(Math.Max(last, 0) + turn) % _servers.Count];
            try
            {
                if (Look(server, seconds) is { } found)
                {
                    primaries.Add(found);
                }
                else
                {
                    others.Add($"{server} is a standby or was replaced");
                }
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException or SocketException or AuthenticationException)
            {
                cause = exception;
                others.Add($"{server}: {exception.Message}");
            }
        }
        Found best = primaries.MaxBy(static found => found.Timeline, StringComparer.Ordinal) ?? throw new NpgsqlException($"There is no primary: {string.Join("; ", others)}", cause);
        primaries.Where(found => found != best).ToList().ForEach(PassOver);
        return Take(best);
    }

    private int Last()
    {
        lock (_lock)
        {
            return _primary;
        }
    }

    /// <summary>Null of a standby, and of a primary from before a promotion that this process has seen.</summary>
    private Found? Look(PostgresServer server, int? seconds)
    {
        NpgsqlConnection connection = Connect(server, seconds);
        string? timeline;
        try
        {
            timeline = PostgresSql.Timeline(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        if (timeline is null)
        {
            connection.Dispose();
            return null;
        }
        Found found = new(server, connection, timeline);
        if (!IsPast(timeline))
        {
            return found;
        }
        PassOver(found);
        return null;
    }

    private bool IsPast(string timeline)
    {
        lock (_lock)
        {
            return string.CompareOrdinal(timeline, _timeline) < 0;
        }
    }

    private void PassOver(Found found)
    {
        found.Connection.Dispose();
        _news.Say(HubEvents.OldPrimary, $"{found.Server} takes itself for the primary on timeline {found.Timeline}, and another is. It is not used: stop it and make it a standby.");
    }

    private NpgsqlConnection Take(Found found)
    {
        lock (_lock)
        {
            _primary = _servers.IndexOf(found.Server);
            _timeline = string.CompareOrdinal(found.Timeline, _timeline) > 0 ? found.Timeline : _timeline;
        }
        _news.Say(HubEvents.PrimaryFound, $"{found.Server} is the primary, on timeline {found.Timeline}.");
        return found.Connection;
    }

    private NpgsqlConnection Connect(PostgresServer server, int? seconds)
    {
        NpgsqlConnectionStringBuilder one = new(_address.ConnectionString);
        if (AreSeveral)
        {
            (one.Host, one.Port) = (server.Host, server.Port);
        }
        if (seconds is { } limit)
        {
            one.CommandTimeout = limit;
        }
        NpgsqlConnection connection = new(one.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A primary and an open session with it.</summary>
    private sealed record Found(PostgresServer Server, NpgsqlConnection Connection, string Timeline);
}
