using System.Data.Common;
using BlacklistExchange.Server.Officers;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>
/// Two of the present officers make three new shares of a fresh KEK; keys and columns follow, and the old shares open nothing of what the hub then has. Every node is stopped
/// meanwhile.
/// </summary>
internal static class ReplaceOfficers
{
    public sealed record Request(DataFolder Folder, IReadOnlyList<string> Shares, IReadOnlyList<string> Officers, string Out);

    /// <param name="Record">As it stands in the key folder now.</param>
    /// <param name="Shares">Paths, in the order of the officers.</param>
    /// <param name="By">Whose shares allowed it.</param>
    /// <param name="Entries">Entry keys that were wrapped anew.</param>
    public sealed record Result(OfficersRecord Record, IReadOnlyList<string> Shares, IReadOnlyList<string> By, long Entries);

    public static Result Run(Request request, TimeProvider time)
    {
        HubOptions options = HubSettings.Read(request.Folder, []);
        string keys = request.Folder.At(options.KeyFolder);
        OfficersRecord before = OpenKek.Require(keys);
        if (!options.Kek.Officers)
        {
            throw new SetupException($"{request.Folder.Settings} declares that this hub starts unattended, from {OpenKek.SourceOf(options.Kek)}: with a new KEK it could not. Set \"Kek\": {{ \"Officers\": true }} first; afterwards 'bex-hub officer unattended' writes the new KEK.");
        }
        using DataFolderLock held = DataFolderLock.Take(request.Folder);
        StoreEngine engine = StoreEngine.Of(options, request.Folder);
        engine.RequireReady();
        Migrations.RequireCurrent(engine, Migrations.Embedded(engine));
        using DbConnection seat = engine.TryTakeSeat()
            ?? throw new SetupException("Another node of this exchange runs. Stop every node first: what a running node wraps would be lost with the old KEK.");
        KekRotation.Settle(engine, keys);
        before = OpenKek.Require(keys);
        (PinnedSecret present, IReadOnlyList<string> by) = OfficersPresent.Combine(request.Shares, before, options.Exchange);
        using (present)
        {
            using PinnedSecret next = PinnedSecret.Random(Kek.Size);
            DateTimeOffset now = time.GetUtcNow();
            OfficersRecord after = ShareFiles.NewRecord(next, before.Generation + 1, request.Officers, now);
            IReadOnlyList<string> paths = ShareFiles.RequireRoom(request.Out, after.Generation);
            KekRotation.Stage(keys, present, before, next, after);
            ShareFiles.Write(paths, next, after, options.Exchange);
            long entries = KekRotation.Commit(engine, present, next, before, after, string.Join(", ", by), now);
            KekRotation.Settle(engine, keys);
            return new Result(after, paths, by, entries);
        }
    }
}
