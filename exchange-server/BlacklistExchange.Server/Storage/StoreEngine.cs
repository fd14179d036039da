using System.Data.Common;

namespace BlacklistExchange.Server.Storage;

/// <summary>What the databases that a hub can run on do differently: connecting, beginning a transaction, and what a failure means. Statements are the slices', and the same for all.</summary>
internal abstract class StoreEngine
{
    /// <summary>Its name in settings, and the folder of its migrations.</summary>
    public abstract string Name { get; }

    /// <summary>Where the database is, for people; never a secret.</summary>
    public abstract string Place { get; }

    /// <summary>Whether other nodes may be at work on the same database.</summary>
    public abstract bool IsShared { get; }

    /// <summary>How long a group may run before it commits and leaves the rest to the next; other nodes wait meanwhile.</summary>
    public virtual TimeSpan GroupFor => TimeSpan.MaxValue;

    /// <summary>How long the writer asks for the outcome of a commit that it did not hear before it gives up.</summary>
    public virtual TimeSpan SettleFor => TimeSpan.Zero;

    /// <summary>Whether whatever a read sees is as durable as what was acknowledged. Where it is not, a read that acknowledges something needs a commit after it.</summary>
    public virtual bool ShowsOnlyDurable => true;

    /// <summary>What was found about the database that is no reason to refuse it.</summary>
    public StoreNews News { get; } = new();

    /// <summary>The engine that the settings name. One of its own for each store.</summary>
    public static StoreEngine Of(HubOptions options, DataFolder folder) => options.Store.Engine switch
    {
        StoreEngineName.Postgres => new PostgresEngine(PostgresAddress.Read(folder.At(options.Store.ConnectionFile!))),
        _ => new SqliteEngine(folder.At(options.Database)),
    };

    /// <summary>Throws <see cref="SetupException"/> when no new exchange can be made there.</summary>
    public abstract void RequireNew();

    /// <summary>Makes an empty database where the engine can, or sees that there is one.</summary>
    public abstract void Create();

    /// <summary>Throws <see cref="SetupException"/> when the database is not there or must not be used as it is set up.</summary>
    public abstract void RequireReady();

    public abstract DbConnection OpenWriter();

    public abstract DbConnection OpenReader();

    /// <summary>A writer's connection that keeps every other migration and writer out until it is closed.</summary>
    public abstract DbConnection OpenMigrator();

    /// <summary>
    /// A connection that is the builder's seat of all nodes for as long as it lives and is used, or null when another node has it. It is a sign, not a proof: a process that
    /// stalls can outlive its seat, so what the builder writes is fenced by its term.
    /// </summary>
    public abstract DbConnection? TryTakeSeat();

    /// <summary>Throws when the seat is lost; asked more often than every fifteen seconds, or the server gives the seat to another.</summary>
    public abstract void KeepSeat(DbConnection seat);

    /// <summary>Makes the store's own tables unless they are there.</summary>
    public abstract void MakeOwnTables(DbConnection connection);

    /// <summary>True when a migration was ever applied.</summary>
    public abstract bool HasOwnTables(DbConnection connection);

    /// <summary>Begins a transaction that overlaps no other writer's, of this process or another.</summary>
    public abstract WriteTransaction BeginWrite(DbConnection connection);

    /// <summary>Begins a read of one consistent state.</summary>
    public abstract DbTransaction BeginRead(DbConnection connection);

    public abstract StoreFault FaultOf(Exception exception);

    /// <summary>Whether it is certain, of an exception before the commit, that nothing of the group is kept.</summary>
    public abstract bool IsUndone(Exception exception);

    /// <summary>Whether the writer may go on with its connection after a group was undone.</summary>
    public abstract bool GoesOn(DbConnection connection);
}
