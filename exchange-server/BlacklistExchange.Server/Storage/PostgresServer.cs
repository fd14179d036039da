using System.Globalization;
using System.Net;
using Npgsql;

namespace BlacklistExchange.Server.Storage;

/// <summary>One server of a connection file's Host. No I/O.</summary>
internal sealed record PostgresServer(string Host, int Port)
{
    /// <summary>A socket in the file system or a loopback address: nobody on a network reads along.</summary>
    public bool IsNear => Host.StartsWith('/') || Host == "localhost" || (IPAddress.TryParse(Host, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>Host:port, as the file writes it.</summary>
    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>Reads <c>db1:5433,db2</c>; false when a host is missing or a port is none. A host without a port has the file's.</summary>
    public static bool TryParse(NpgsqlConnectionStringBuilder address, out IReadOnlyList<PostgresServer> servers)
    {
        List<PostgresServer> found = [];
        servers = found;
        foreach (string part in (address.Host ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            if (Parse(part, address.Port) is not { } server)
            {
                return false;
            }
            found.Add(server);
        }
        return true;
    }

    private static PostgresServer? Parse(string part, int port)
    {
        string host = part;
        int colon = part.LastIndexOf(':');
        bool bare = colon >= 0 && part.IndexOf(':') != colon && !part.StartsWith('[');   // an IPv6 address alone
        if (colon >= 0 && !bare && !part.EndsWith(']'))
        {
            host = part[..colon];
            if (!int.TryParse(part[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port))
            {
                return null;
            }
        }
        host = host.Trim('[', ']');
        return host.Length > 0 && port is > 0 and <= ushort.MaxValue ? new PostgresServer(host, port) : null;
    }
}
