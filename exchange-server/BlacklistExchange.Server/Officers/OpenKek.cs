using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Officers;

/// <summary>How a hub comes by its KEK at a start: from two officers, or from what the machine has, where that is declared.</summary>
internal static class OpenKek
{
    private static readonly TimeSpan LookAtShares = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The caller holds the lock on the data folder, has seen that the database is ready, and disposes of the KEK. Throws <see cref="OperationCanceledException"/> when it is
    /// told to stop while it waits for officers.
    /// </summary>
    public static async Task<Kek> RunAsync(DataFolder folder, HubOptions options, StoreEngine engine, Action<ILoggingBuilder> logging, TimeProvider time, CancellationToken cancellationToken)
    {
        string keys = folder.At(options.KeyFolder);
        using ILoggerFactory loggers = LoggerFactory.Create(logging);
        ILogger logger = loggers.CreateLogger(typeof(OpenKek));
        if (KekRotation.Settle(engine, keys))
        {
            logger.LogWarning(HubEvents.KekSwitched, "A replacement of officers had been decided and not finished; the new keys are in place now.");
        }
        Kek kek = options.Kek.Officers ? await UnsealAsync(folder, options, engine, logger, time, cancellationToken) : ReadDeclared(folder, options, keys, logger);
        try
        {
            if (OfficersRecord.Read(keys) is { } record && KekRotation.CatchUp(engine, keys, kek, record, time.GetUtcNow()) is { } count)
            {
                logger.LogWarning(HubEvents.KekCaughtUp, "The database came from an older copy than the key folder; {Count} entry keys are wrapped under generation {Generation} now.", count, record.Generation);
            }
            return kek;
        }
        catch
        {
            kek.Dispose();
            throw;
        }
    }

    /// <summary>The record of the officers, or what to do without one.</summary>
    public static OfficersRecord Require(string keyFolder) => OfficersRecord.Read(keyFolder) ?? throw new SetupException(
        $"Kek:Officers is set, but {keyFolder} has no {OfficersRecord.FileName}: the shared key folder is not there, or no KEK was split yet (bex-hub officer init).");

    private static Kek ReadDeclared(DataFolder folder, HubOptions options, string keyFolder, ILogger logger)
    {
        OfficersRecord? record = OfficersRecord.Read(keyFolder);
        if (record is not null && !options.Kek.Unattended)
        {
            throw new SetupException($"Officers hold shares of this exchange's KEK since {record.SinceDay}, but the settings still take it from this machine. Set \"Kek\": {{ \"Officers\": true }} in {folder.Settings}; or, if this hub is meant to start without anybody, declare it: Kek:Unattended=true.");
        }
        Kek kek = KekSource.Read(options.Kek, folder);
        if (record is not null && !record.IsOf(kek.Id))
        {
            kek.Dispose();
            throw new SetupException($"The KEK of the settings is not the one of generation {record.Generation} that officers split on {record.SinceDay}. Write the present one: bex-hub officer unattended --share … --share … --kek-file …");
        }
        logger.LogInformation(HubEvents.Unattended, "The KEK comes from this machine ({Source}): the hub starts without anybody, and root of this machine reads everything.", SourceOf(options.Kek));
        return kek;
    }

    /// <summary>In words of the settings.</summary>
    public static string SourceOf(KekOptions kek) => kek.Officers ? "two of three officers"
        : kek.File is { } file ? $"Kek:File {file}"
        : kek.Credential is { } credential ? $"Kek:Credential {credential}"
        : $"Kek:Descriptor {kek.Descriptor}";

    private static async Task<Kek> UnsealAsync(DataFolder folder, HubOptions options, StoreEngine engine, ILogger logger, TimeProvider time, CancellationToken cancellationToken)
    {
        string keys = folder.At(options.KeyFolder);
        OfficersRecord record = Require(keys);
        await using SealedPort port = await SealedPort.OpenAsync(options.Public, time, cancellationToken);
        using OfficersSocket socket = OfficersSocket.Listen(folder, time);
        using SharesAtHand hand = new(time);
        await using ITimer timer = time.CreateTimer(_ => DropOld(hand, logger), null, LookAtShares, LookAtShares);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, port.Stopping);
        logger.LogWarning(HubEvents.Sealed, "Sealed: two of {Officers} are needed (generation {Generation}). Each runs: bex-hub officer unseal --data {Folder} --share <file>. Alive and not ready at {Public}.",
            string.Join(", ", record.Officers), record.Generation, folder.Path, port.Address);
        await socket.WaitAsync(hand, () => Require(keys), options.Exchange, logger, stop.Token);
        Kek kek = new(hand.Secret!);
        try
        {
            KekRotation.Write(engine, (connection, transaction) =>
            {
                AuditLog.AppendAtConsole(connection, transaction, string.Join(", ", hand.By), "officer unseal", $"kek/{Require(keys).Generation}", null, time.GetUtcNow());
                return true;
            });
        }
        catch
        {
            kek.Dispose();
            throw;
        }
        logger.LogInformation(HubEvents.Unsealed, "Unsealed by {Officers}.", string.Join(" and ", hand.By));
        return kek;
    }

    private static void DropOld(SharesAtHand hand, ILogger logger)
    {
        if (hand.Expire() is > 0 and int dropped)
        {
            logger.LogWarning(HubEvents.SharesDropped, "{Count} share(s) were dropped: no other officer came within {Minutes} minutes.", dropped, SharesAtHand.KeptFor.TotalMinutes);
        }
    }
}
