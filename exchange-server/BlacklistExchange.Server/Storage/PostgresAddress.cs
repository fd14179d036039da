using Npgsql;

namespace BlacklistExchange.Server.Storage;

/// <summary>Reads where a PostgreSQL database is from a file that only its owner can read or that root lends: the connection string holds a password, so it is no setting and no argument.</summary>
internal static class PostgresAddress
{
    private const string Example = "Host=db.example;Database=exchange;Username=hub;Password=…;SSL Mode=VerifyFull";

    /// <summary>Texts that are compiled on the server and kept; the hub has fewer.</summary>
    private const int Prepared = 256;

    private const int ConnectSeconds = 5;

    public static NpgsqlConnectionStringBuilder Read(string path)
    {
        PrivateFile.RequireOwnOrLent(path, "Store:ConnectionFile");
        string text;
        try
        {
            text = File.ReadAllText(path).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"Store:ConnectionFile: {path} cannot be read: {exception.Message}", exception);
        }
        NpgsqlConnectionStringBuilder address = Parse(path, text);
        string[] faults = [.. Faults(address)];
        return faults.Length == 0 ? Complete(address) : throw new SetupException($"Store:ConnectionFile: {path} is wrong:\n  {string.Join("\n  ", faults)}");
    }

    /// <summary>What must not be; never a value that may be secret.</summary>
    public static IEnumerable<string> Faults(NpgsqlConnectionStringBuilder address)
    {
        if (string.IsNullOrWhiteSpace(address.Host) || string.IsNullOrWhiteSpace(address.Database) || string.IsNullOrWhiteSpace(address.Username))
        {
            yield return $"Host, Database and Username are required, as in {Example}.";
        }
        else if (!PostgresServer.TryParse(address, out IReadOnlyList<PostgresServer> servers))
        {
            yield return "Host names servers as in db1.example,db2.example or db1.example:5433,db2.example:5434: one of them is empty or its port is none.";
        }
        else if (servers.Distinct().Count() < servers.Count)
        {
            yield return "Host names a server twice.";
        }
        else if (!servers.All(static server => server.IsNear) && address.SslMode != SslMode.VerifyFull)
        {
            yield return "A server is not on this machine: set SSL Mode=VerifyFull, and Root Certificate= if its authority is your own.";
        }
    }

    private static NpgsqlConnectionStringBuilder Parse(string path, string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // Its message may quote the password.
            throw new SetupException($"Store:ConnectionFile: {path} does not hold one line such as {Example}");
        }
    }

    /// <summary>The store pools and looks for the primary by itself, and keeps row contents out of messages, whatever the file says.</summary>
    private static NpgsqlConnectionStringBuilder Complete(NpgsqlConnectionStringBuilder address)
    {
        if (!address.ContainsKey("Timeout"))
        {
            address.Timeout = ConnectSeconds;
        }
        address.ApplicationName ??= "bex-hub";
        address.Pooling = false;
        address.Enlist = false;
        address.Remove("Target Session Attributes");
        address.Remove("Load Balance Hosts");
        address.IncludeErrorDetail = false;
        address.IncludeFailedBatchedCommand = false;
        address.LogParameters = false;
        address.PersistSecurityInfo = false;
        address.GssEncryptionMode = GssEncryptionMode.Disable;
        address.TcpKeepAlive = true;
        address.MaxAutoPrepare = Prepared;
        address.AutoPrepareMinUsages = 2;
        return address;
    }
}
