namespace BlacklistExchange.Server.Storage;

/// <summary>Says what is wrong with a PostgreSQL server or database for a hub's promises, and what to change. No I/O.</summary>
internal static class PostgresSafety
{
    public const int LeastVersion = 15;

    /// <summary>Settings as the server spells them.</summary>
    internal sealed record Settings(
        string Encoding, string Collation, string Provider, string Fsync, string SynchronousCommit, string FullPageWrites, string DataSyncRetry, bool Standby, string StandbyNames);

    public static string? FaultOfVersion(Version version) =>
        version.Major < LeastVersion ? $"PostgreSQL {version} is too old: use {LeastVersion} or newer." : null;

    public static IEnumerable<string> Faults(Settings settings)
    {
        if (settings.Standby)
        {
            yield return "The server is a standby: name the primary, beside it or alone.";
        }
        if (settings.Fsync != "on")
        {
            yield return "fsync is off, so a crash may lose or corrupt what was acknowledged: set fsync = on in postgresql.conf and reload.";
        }
        if (settings.FullPageWrites != "on")
        {
            yield return "full_page_writes is off, so a crash may leave torn pages: set full_page_writes = on in postgresql.conf and reload.";
        }
        if (settings.SynchronousCommit is not ("on" or "remote_apply"))
        {
            yield return $"synchronous_commit is {settings.SynchronousCommit}, so a commit may return before it is durable everywhere it must be: set synchronous_commit = on for the server, the database and the role.";
        }
        if (settings.DataSyncRetry != "off")
        {
            yield return "data_sync_retry is on, so a failed fsync may be forgotten: set data_sync_retry = off in postgresql.conf and restart.";
        }
        if (settings.Encoding != "UTF8" || settings.Provider != "c" || settings.Collation is not ("C" or "POSIX"))
        {
            yield return $"The database has encoding {settings.Encoding} and collation {settings.Collation}: make one with CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'.";
        }
    }

    /// <summary>What is safe on one server and is not when a standby shall take its place; null when all is well.</summary>
    public static string? Caution(Settings settings) => settings.StandbyNames.Trim().Length > 0 ? null
        : "synchronous_standby_names is empty, so a commit does not wait for the standby and a failover may lose what was acknowledged: name the standby there (ops/postgresql.md).";
}
