using Npgsql;

namespace BlacklistExchange.Server.Storage;

/// <summary>What a PostgreSQL error means before the commit. Then a transaction that broke is rolled back for certain, so nothing is unknown; a commit is settled by asking.</summary>
internal static class PostgresFailure
{
    private const string IdleInTransaction = "25P03";

    public static StoreFault Of(Exception exception) => exception switch
    {
        PostgresException postgres => OfState(postgres.SqlState),
        NpgsqlException => StoreFault.Lost,
        StoreUnavailableException => StoreFault.Lost,
        SetupException => StoreFault.Refused,
        _ => StoreFault.Own,
    };

    private static StoreFault OfState(string state) => state switch
    {
        IdleInTransaction => StoreFault.Lost,
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.ReadOnlySqlTransaction => StoreFault.Refused,
        _ => state[..2] switch
        {
            // Connection, authorization, a server that starts or stops.
            "08" or "28" => StoreFault.Lost,
            "57" => StoreFault.Lost,
            // Rolled back for other transactions' sake, no room, the system, damage.
            "40" or "53" or "58" or "XX" => StoreFault.Refused,
            _ => StoreFault.Own,
        },
    };
}
