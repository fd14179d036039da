using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Officers;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.Engines;
using BlacklistExchange.Server.Tests.Reports;
using Dapper;

namespace BlacklistExchange.Server.Tests.Officers;

/// <summary>A KEK is replaced, whole or stopped after any of its steps, and a database comes back from before.</summary>
public sealed class ReplaceOfficersTests
{
    [Fact]
    public async Task Opens_with_the_new_shares_and_with_no_old_one()
    {
        await using OfficersWorld world = await OfficersWorld.SplitAsync();
        byte[] signing = await File.ReadAllBytesAsync(Path.Combine(world.Keys, "exchange-signing.key"));
        using PinnedSecret old = Combined(world, 1);
        ReplaceOfficers.Result made = world.Replace(1, 1, 3);
        Assert.Equal((2, 3L), (made.Record.Generation, made.Entries));
        Assert.Equal(["olivia", "chen"], made.By);
        Assert.NotEqual(signing, await File.ReadAllBytesAsync(Path.Combine(world.Keys, "exchange-signing.key")));
        Assert.False(Directory.Exists(Path.Combine(world.Keys, KekRotation.Staged)));

        Task serving = await world.SealedAsync();
        Assert.Contains("older shares open nothing", (await world.BringAsync(world.Share(1, 1))).Message, StringComparison.Ordinal);
        Assert.Equal(ShareVerdict.Refused, (await world.BringAsync(world.Share(1, 2))).Verdict);
        Assert.Equal(ShareVerdict.Waiting, (await world.BringAsync(world.Share(2, 3))).Verdict);
        Assert.Equal(ShareVerdict.Unsealed, (await world.BringAsync(world.Share(2, 2))).Verdict);
        await serving;
        await world.RequireOpenAsync();
        Assert.Equal(["olivia, chen kek/2"], await world.AuditAsync("officer replace"));
        // The old KEK itself, however it was kept, opens no file and no column any more.
        using Kek former = new(old);
        Assert.Throws<SetupException>(() => new KeyFolder(world.Keys, former).Open("exchange-signing", Server.Access.KeyNames.EcdsaPurpose));
        byte[] wrapped = (await world.World.EntryAsync(world.Phones[0])).WrappedKey!;
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => new Server.Entries.EntryKeys(former).Unwrap(wrapped, new(Reports.ReportWorld.List, 1, 2, world.Phones[0].Tag)));
        await world.StopAsync();
        Assert.Equal(3, world.Replace(2, 1, 2).Record.Generation);
        await world.ServeAsync(3);
        await world.RequireOpenAsync();
    }

    [Fact]
    public async Task Refuses_one_officer_alone_old_shares_and_a_running_hub()
    {
        await using OfficersWorld world = await OfficersWorld.SplitAsync();
        Assert.Contains("Two officers are needed", Assert.Throws<SetupException>(() => world.Replace(1, 2, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("Two shares are needed", Assert.Throws<SetupException>(() => world.Replace(1, 2)).Message, StringComparison.Ordinal);
        await world.ServeAsync(1);
        Assert.Contains("Another bex-hub", Assert.Throws<SetupException>(() => world.Replace(1, 1, 2)).Message, StringComparison.Ordinal);
        await world.StopAsync();
        world.Replace(1, 1, 2);
        Assert.Contains("older shares open nothing", Assert.Throws<SetupException>(() => world.Replace(1, 1, 2)).Message, StringComparison.Ordinal);
        await world.ServeAsync(2);
        await world.RequireOpenAsync();
    }

    [Fact]
    public async Task Keeps_the_old_shares_when_it_was_stopped_before_the_commit()
    {
        await using OfficersWorld world = await OfficersWorld.SplitAsync();
        (PinnedSecret present, PinnedSecret next, OfficersRecord before, OfficersRecord after) = Prepare(world);
        KekRotation.Stage(world.Keys, present, before, next, after);
        await world.ServeAsync(1);
        await world.RequireOpenAsync();
        await world.StopAsync();
        Assert.Equal(2, world.Replace(1, 2, 3).Record.Generation);
        await world.ServeAsync(2, 3, 1);
        await world.RequireOpenAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task Finishes_at_the_next_start_when_it_was_stopped_after_the_commit(int moved)
    {
        await using OfficersWorld world = await OfficersWorld.SplitAsync();
        (PinnedSecret present, PinnedSecret next, OfficersRecord before, OfficersRecord after) = Prepare(world);
        ShareFiles.Write(ShareFiles.RequireRoom(Path.GetDirectoryName(world.Share(2, 1))!, 2), next, after, "test-exchange");
        KekRotation.Stage(world.Keys, present, before, next, after);
        Assert.Equal(3, KekRotation.Commit(StoreEngine.Of(world.Hub.Options, world.Hub.Folder), present, next, before, after, "olivia, bo", world.Hub.Time.GetUtcNow()));
        foreach (string path in Directory.GetFiles(Path.Combine(world.Keys, KekRotation.Staged), "*.key").Take(moved))
        {
            File.Move(path, Path.Combine(world.Keys, Path.GetFileName(path)), overwrite: true);
        }
        await world.ServeAsync(2);
        await world.RequireOpenAsync();
        Assert.Contains(world.Hub.Log.Lines, static line => line.StartsWith("1556 kek-switched", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(world.Keys, KekRotation.Staged)));
        await world.StopAsync();
        Assert.Contains("older shares open nothing", Assert.Throws<SetupException>(() => world.Replace(1, 1, 2)).Message, StringComparison.Ordinal);
    }

    /// <summary>What a backup from before the replacement holds, put back over what the hub has now.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Brings_a_database_from_before_to_the_present_kek(bool fromBeforeTheOfficers)
    {
        await using OfficersWorld world = await OfficersWorld.SplitAsync();
        List<(byte[] Tag, byte[] Wrapped)> rows;
        (long Generation, byte[] Id) row;
        StoreEngine engine = StoreEngine.Of(world.Hub.Options, world.Hub.Folder);
        using (System.Data.Common.DbConnection connection = engine.OpenWriter())
        {
            rows = [.. connection.Query<(byte[], byte[])>("SELECT tag, wrapped_key FROM entry")];
            row = connection.QuerySingle<(long, byte[])>("SELECT generation, key_id FROM kek_generation");
        }
        world.Replace(1, 1, 2);
        world.Replace(2, 1, 2);
        using (System.Data.Common.DbConnection connection = engine.OpenWriter())
        {
            rows.ForEach(one => connection.Execute("UPDATE entry SET wrapped_key = @Wrapped WHERE tag = @Tag", new { one.Wrapped, one.Tag }));
            connection.Execute(fromBeforeTheOfficers ? "DELETE FROM kek_generation" : "UPDATE kek_generation SET generation = @Generation, key_id = @Id", new { row.Generation, row.Id });
        }
        Assert.Contains("another generation", Assert.Throws<SetupException>(() => world.Replace(3, 1, 2)).Message, StringComparison.Ordinal);
        await world.ServeAsync(3);
        await world.RequireOpenAsync();
        Assert.Contains(world.Hub.Log.Lines, static line => line.StartsWith("1557 kek-caught-up", StringComparison.Ordinal));
        Assert.Equal(["bex-hub kek/3"], await world.AuditAsync("kek catch up"));
    }

    [Fact]
    public async Task Refuses_a_key_folder_that_is_older_than_the_database()
    {
        await using OfficersWorld world = await OfficersWorld.SplitAsync();
        string older = world.At("keys");
        Copy(world.Keys, older);
        world.Replace(1, 1, 2);
        Directory.Delete(world.Keys, recursive: true);
        Copy(older, world.Keys);
        Task serving = await world.SealedAsync();
        await world.BringAsync(world.Share(1, 1));
        await world.BringAsync(world.Share(1, 2));
        Assert.Contains("bring back the key folder", (await Assert.ThrowsAsync<SetupException>(() => serving)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_key_file_that_is_nobodys_before_anything_is_changed()
    {
        await using OfficersWorld world = await OfficersWorld.SplitAsync();
        await File.WriteAllTextAsync(Path.Combine(world.Keys, "stray.key"), "junk");
        File.SetUnixFileMode(Path.Combine(world.Keys, "stray.key"), DurableFile.OwnerOnly);
        Assert.Contains("stray.key", Assert.Throws<SetupException>(() => world.Replace(1, 1, 2)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(world.Share(2, 1)));
        await world.ServeAsync(1);
        await world.RequireOpenAsync();
    }

    /// <summary>A node that joins has the officers by the key folder that both share, waits on a socket of its own, and keeps others from replacing the KEK while it runs.</summary>
    [PostgresFact]
    public async Task Opens_a_second_node_with_the_same_officers()
    {
        await using OfficersWorld world = await OfficersWorld.SplitAsync(TestDatabase.Migrated(PostgresCluster.Shared));
        await world.ServeAsync(1);
        using TempFolder temp = new();
        DataFolder folder = new(temp.At("n2"));
        JoinHub.Run(world.Hub.Folder, folder, "second");
        Assert.Equal(OfficersWorld.Officers, ShowOfficersCommand.Of(folder).Officers);
        HubSurroundings surroundings = new(world.Hub.Time, static cause => throw new InvalidOperationException(cause), static _ => { });
        Task<HubHost> starting = HubHost.StartAsync(folder, HubSettings.Read(folder, []), surroundings, CancellationToken.None);
        await Answers.EventuallyAsync(() => File.Exists(folder.OfficersSocket) || starting.IsCompleted, "the second node");
        await world.BringAsync(world.Share(1, 2), folder);
        Assert.Equal(ShareVerdict.Unsealed, (await world.BringAsync(world.Share(1, 3), folder)).Verdict);
        await using HubHost second = await starting;
        await world.StopAsync();
        await Answers.EventuallyAsync(() => Refusal(world).Contains("Another node", StringComparison.Ordinal), "the second node's seat");
        await second.StopAsync(CancellationToken.None);
        await second.DisposeAsync();
        world.Replace(1, 1, 2);
        await world.ServeAsync(2);
        await world.RequireOpenAsync();
    }

    /// <summary>A node that was not seen by the replacement writes no value under the old KEK; what needs none still works.</summary>
    [Fact]
    public async Task Refuses_to_wrap_under_a_key_that_was_replaced_meanwhile()
    {
        await using OfficersWorld world = await OfficersWorld.UnsplitAsync();
        await world.World.ExecuteAsync("INSERT INTO kek_generation (one, generation, key_id, since) VALUES (1, 2, @Id, 1)", new { Id = new byte[Kek.IdSize] });
        ReportRequest fresh = world.World.Draft(world.Alpha, TestIdentifier.New()).Request();
        await world.World.RefuseAsync(fresh, world.Alpha, "store-unavailable");
        await world.World.FileAsync(world.World.Draft(world.Alpha, world.Phones));
    }

    /// <summary>One officer alone: refused for that alone as soon as no node runs.</summary>
    private static string Refusal(OfficersWorld world) => Assert.Throws<SetupException>(() => world.Replace(1, 1, 1)).Message;

    private static (PinnedSecret Present, PinnedSecret Next, OfficersRecord Before, OfficersRecord After) Prepare(OfficersWorld world)
    {
        OfficersRecord before = OpenKek.Require(world.Keys);
        PinnedSecret next = PinnedSecret.Random(Kek.Size);
        return (Combined(world, 1), next, before, ShareFiles.NewRecord(next, 2, ["olivia", "bo", "dai"], world.Hub.Time.GetUtcNow()));
    }

    private static PinnedSecret Combined(OfficersWorld world, int generation)
    {
        using OfficerShare first = ShareFiles.Read(world.Share(generation, 1));
        using OfficerShare second = ShareFiles.Read(world.Share(generation, 2));
        Assert.True(ShareRules.TryCombine(first, second, OpenKek.Require(world.Keys), out PinnedSecret? secret));
        return secret;
    }

    private static void Copy(string from, string to)
    {
        DataFolder.Create(to);
        foreach (string path in Directory.GetFiles(from))
        {
            File.Copy(path, Path.Combine(to, Path.GetFileName(path)));
        }
    }
}
