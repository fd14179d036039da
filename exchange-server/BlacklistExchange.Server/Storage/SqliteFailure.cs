using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Server.Storage;

/// <summary>What an SQLite error code means for the promise "acknowledged only after it is durable".</summary>
internal static class SqliteFailure
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int NoMemory = 7;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;

    // Extended codes of InputOutput: the shared index of the log could not be opened, grown or mapped, which a full disk does.
    private const int IndexNotOpened = 4618;
    private const int IndexNotGrown = 4874;
    private const int IndexNotMapped = 5386;

    /// <summary>Nothing was written and the cause lies outside the statement.</summary>
    public static bool IsRefusal(SqliteException exception) =>
        exception.SqliteErrorCode is Busy or Locked or NoMemory or ReadOnly or Full or CannotOpen || IsIndex(exception);

    /// <summary>The file or the disk failed: what is durable is unknown until recovery reads it again.</summary>
    public static bool IsUnknown(SqliteException exception) => exception.SqliteErrorCode is InputOutput or Corrupt && !IsIndex(exception);

    /// <summary>A COMMIT that failed for one of these reasons has certainly not happened; for any other, nobody knows.</summary>
    public static bool IsRefusedCommit(SqliteException exception) => exception.SqliteErrorCode is Busy or Full;

    /// <summary>Before a commit nothing of it counts yet. At the commit the log may hold it already: only recovery knows then.</summary>
    private static bool IsIndex(SqliteException exception) => exception.SqliteExtendedErrorCode is IndexNotOpened or IndexNotGrown or IndexNotMapped;
}
