using System.Data.Common;
using BlacklistExchange.Server.Restoration;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Copies;

/// <summary>
/// The schema that a backup was taken from, as this program has it. An older one is made first, filled, and then brought to this program's by the migrations that came since, as a
/// hub's own database would have been.
/// </summary>
/// <param name="Migrations">Numbers of the migrations that had been applied.</param>
/// <param name="Tables">Its tables, parents first.</param>
internal sealed record RestoredSchema(IReadOnlySet<long> Migrations, IReadOnlyList<CopiedTable> Tables)
{
    public bool KnowsRestoration => Tables.Any(static table => table.Name == "restoration");

    /// <summary>Throws <see cref="SetupException"/> when a newer or another program took the backup.</summary>
    public static RestoredSchema Of(BackupHeader header)
    {
        StoreEngine engine = header.Engine switch
        {
            "sqlite" => new SqliteEngine(""),
            "postgres" => new PostgresEngine(new Npgsql.NpgsqlConnectionStringBuilder()),
            _ => throw new SetupException($"The backup was taken from an engine '{header.Engine}', which this program does not know."),
        };
        IReadOnlyList<Migrations.Script> scripts = Storage.Migrations.Embedded(engine);
        foreach (BackupMigration applied in header.Migrations)
        {
            Migrations.Script script = scripts.FirstOrDefault(one => one.Number == applied.Number)
                ?? throw new SetupException($"The backup was taken at migration {applied.Name} by bex-hub {header.Program}, which is newer than this program. Use that bex-hub, or a newer one.");
            if (script.Name != applied.Name || Convert.ToHexStringLower(script.Digest) != applied.Sha256)
            {
                throw new SetupException($"The backup was taken from a database whose migration {applied.Name} had another text than this program has. Use the bex-hub that took it ({header.Program}).");
            }
        }
        HashSet<long> numbers = [.. header.Migrations.Select(static applied => applied.Number)];
        IReadOnlyList<CopiedTable> tables = CopiedTables.Of(numbers);
        if (tables.Count != header.Tables.Count || tables.Zip(header.Tables).FirstOrDefault(static pair => !pair.Second.Is(pair.First)) is { First: not null })
        {
            throw new SetupException("The backup's tables are not those of its migrations: another program wrote it.");
        }
        return new RestoredSchema(numbers, tables);
    }

    /// <summary>For a backup from before there was a mark: the rows are in, the migrations of today too, and no settings name the database yet.</summary>
    public void MarkLate(StoreEngine engine, DateTimeOffset takenAt, DateTimeOffset restoredAt)
    {
        if (KnowsRestoration)
        {
            return;
        }
        using DbConnection connection = engine.OpenWriter();
        using WriteTransaction write = engine.BeginWrite(connection);
        RestorationSql.Mark(connection, write.Transaction, takenAt, restoredAt);
        FinishWrite.Commit(write, engine);
    }
}
