using BlacklistExchange.Client.Testing;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Tests.Snapshots;

public sealed class SyncTests
{
    private static readonly FakeHubOptions PhonesOnly = new() { Kinds = [IdentifierKind.Phone] };

    [Fact]
    public async Task Returns_what_was_done()
    {
        await using TestWorld world = await TestWorld.StartAsync(PhonesOnly);
        world.Hub.List(TestIds.Phone(1), TestIds.Phone(2));
        ExchangeClient client = world.Client();

        SyncReport first = await client.SyncAsync();
        SyncReport again = await client.SyncAsync();

        Assert.Equal((SyncOutcome.Updated, 2L, 1, 0, 192L), (first.Outcome, first.Entries, first.FilesFetched, first.FilesByDelta, first.BytesReceived));
        Assert.Equal([1u], first.Epochs);
        Assert.Equal((SyncOutcome.Unchanged, first.Sequence, 2L, 0L), (again.Outcome, again.Sequence, again.Entries, again.BytesReceived));
    }

    [Fact]
    public async Task Applies_deltas_over_several_builds_and_fetches_no_snapshot()
    {
        await using TestWorld world = await TestWorld.StartAsync(PhonesOnly);
        world.Hub.List([.. Enumerable.Range(0, 60).Select(TestIds.Phone)]);
        ExchangeClient client = world.Client();
        ExchangeClient other = world.Client("member-b");
        await client.SyncAsync();
        world.Hub.List(TestIds.Phone(100));
        await other.SyncAsync();
        world.Hub.Remove(TestIds.Phone(3));
        await other.SyncAsync();
        world.Hub.Put(new FakeEntry { Status = Protocol.Entries.EntryStatus.Disputed }, TestIds.Phone(4));

        SyncReport report = await client.SyncAsync();

        Assert.Equal((SyncOutcome.Updated, 60L, 0, 1), (report.Outcome, report.Entries, report.FilesFetched, report.FilesByDelta));
        Assert.Equal(
            [Verdict.Listed, Verdict.NotListed, Verdict.NotListed, Verdict.Listed],
            await VerdictsAsync(client, TestIds.Phone(100), TestIds.Phone(3), TestIds.Phone(4), TestIds.Phone(5)));
    }

    [Fact]
    public async Task Fetches_the_snapshot_when_a_delta_is_false()
    {
        await using TestWorld world = await TestWorld.StartAsync(PhonesOnly);
        world.Hub.List([.. Enumerable.Range(0, 60).Select(TestIds.Phone)]);
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        world.Hub.Lies = FakeHubLie.BrokenDeltas;
        world.Hub.List(TestIds.Phone(100));

        SyncReport report = await client.SyncAsync();

        Assert.Equal((SyncOutcome.Updated, 1, 0), (report.Outcome, report.FilesFetched, report.FilesByDelta));
        Assert.Equal([Verdict.Listed], await VerdictsAsync(client, TestIds.Phone(100)));
    }

    [Fact]
    public async Task Resumes_a_download_where_it_was_cut()
    {
        await using TestWorld world = await TestWorld.StartAsync(PhonesOnly);
        world.Hub.List([.. Enumerable.Range(0, 100).Select(TestIds.Phone)]);
        ExchangeClient client = world.Client();
        world.Hub.CutDownloads(3, afterBytes: 1000);

        SyncReport report = await client.SyncAsync();

        Assert.Equal((SyncOutcome.Updated, 64L + 6400), (report.Outcome, report.BytesReceived));
        Assert.Equal([null, 1000, 2000, 3000], world.Hub.Requests.Where(static request => request.Path.StartsWith("/v1/files/", StringComparison.Ordinal)).Select(static request => request.Range));
        Assert.Equal([Verdict.Listed], await VerdictsAsync(client, TestIds.Phone(99)));
    }

    [Fact]
    public async Task Resumes_in_another_process_what_this_one_left()
    {
        await using TestWorld world = await TestWorld.StartAsync(PhonesOnly);
        world.Hub.List([.. Enumerable.Range(0, 100).Select(TestIds.Phone)]);
        ExchangeClient client = world.Client();
        using CancellationTokenSource stop = new();
        world.Hub.CutDownloads(1, afterBytes: 2000);
        world.Hub.BeforeAnswer = request =>
        {
            if (request.Range is not null)
            {
                stop.Cancel();
            }
            return Task.CompletedTask;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SyncAsync(stop.Token));
        await client.DisposeAsync();
        world.Hub.BeforeAnswer = null;

        SyncReport report = await world.Client().SyncAsync();

        Assert.Equal((SyncOutcome.Updated, 4464L), (report.Outcome, report.BytesReceived));
    }

    [Fact]
    public async Task Keeps_answering_from_disk_after_a_restart_without_a_hub_for_the_list()
    {
        await using TestWorld world = await TestWorld.StartAsync(PhonesOnly);
        world.Hub.List(TestIds.Phone(1));
        await using (ExchangeClient first = world.Client())
        {
            await first.SyncAsync();
        }
        int before = world.Hub.Requests.Count;

        Assert.Equal([Verdict.Listed, Verdict.NotListed], await VerdictsAsync(world.Client(), TestIds.Phone(1), TestIds.Phone(2)));

        Assert.All(world.Hub.Requests.Skip(before), static request => Assert.Equal(Routes.Evaluate, request.Path));
    }

    [Theory]
    [InlineData("current")]
    [InlineData("files")]
    [InlineData("epochs")]
    public async Task Refuses_a_torn_folder_and_heals_it(string part)
    {
        await using TestWorld world = await TestWorld.StartAsync(PhonesOnly);
        world.Hub.List(TestIds.Phone(1));
        await using (ExchangeClient first = world.Client())
        {
            await first.SyncAsync();
        }
        string folder = Path.Combine(world.PathOf("member-a"), "lists", "fake-exchange", "sellers");
        string victim = part == "current" ? Path.Combine(folder, part) : Directory.GetFiles(Path.Combine(folder, part)).Single();
        byte[] bytes = File.ReadAllBytes(victim);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(victim, bytes);
        ExchangeClient client = world.Client(configure: static options => options.SyncWhenNeeded = false);

        Listing before = await client.QueryAsync(TestIds.Phone(2), Purposes.SignUp);
        world.Hub.Publish();
        SyncReport report = await client.SyncAsync();

        Assert.Equal((Verdict.Unsure, UnsureReason.NoList), (before.Verdict, before.Reason));
        // A descriptor that differs from the one seen before is never replaced silently: the hub might be showing every member its own keys.
        if (part == "epochs")
        {
            Assert.Equal(SyncOutcome.Failed, report.Outcome);
            File.Delete(victim);
            report = await client.SyncAsync();
        }
        Assert.Equal(SyncOutcome.Updated, report.Outcome);
        Assert.Equal([Verdict.Listed], await VerdictsAsync(client, TestIds.Phone(1)));
    }

    [Fact]
    public async Task Keeps_the_highest_sequence_across_restarts()
    {
        await using TestWorld world = await TestWorld.StartAsync(PhonesOnly);
        await using (ExchangeClient first = world.Client())
        {
            await first.SyncAsync();
            world.Hub.List(TestIds.Phone(1));
            await first.SyncAsync();
        }
        world.Hub.Lies = FakeHubLie.LowerSequence;

        SyncReport report = await world.Client().SyncAsync();

        Assert.Equal((SyncOutcome.Failed, 2ul), (report.Outcome, report.Sequence));
        Assert.Contains("older than 2", report.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_only_the_files_the_manifest_names()
    {
        await using TestWorld world = await TestWorld.StartAsync(PhonesOnly);
        ExchangeClient client = world.Client();
        string files = Path.Combine(world.PathOf("member-a"), "lists", "fake-exchange", "sellers", "files");
        for (int round = 0; round < 5; round++)
        {
            world.Hub.List(TestIds.Phone(round));
            await client.SyncAsync();
        }

        Assert.Single(Directory.GetFiles(files));
    }

    [Fact]
    public async Task Lets_two_processes_share_a_folder()
    {
        await using TestWorld world = await TestWorld.StartAsync(PhonesOnly);
        world.Hub.List(TestIds.Phone(1));
        ExchangeClient one = world.Client();
        ExchangeClient two = world.Client();
        await Task.WhenAll(one.SyncAsync(), two.SyncAsync());
        for (int round = 2; round < 8; round++)
        {
            world.Hub.List(TestIds.Phone(round));
            SyncReport[] reports = await Task.WhenAll(one.SyncAsync(), two.SyncAsync(), one.SyncAsync(), two.SyncAsync());
            Assert.All(reports, static report => Assert.NotEqual(SyncOutcome.Failed, report.Outcome));
        }

        Assert.Equal([Verdict.Listed, Verdict.Listed], await VerdictsAsync(one, TestIds.Phone(1), TestIds.Phone(7)));
        Assert.Equal([Verdict.Listed, Verdict.Listed], await VerdictsAsync(two, TestIds.Phone(1), TestIds.Phone(7)));
    }

    [Fact]
    public async Task Answers_while_lists_are_swapped_beneath()
    {
        await using TestWorld world = await TestWorld.StartAsync(PhonesOnly);
        world.Hub.List(TestIds.Phone(1));
        ExchangeClient client = world.Client();
        Assert.Equal([Verdict.Listed, Verdict.NotListed], await VerdictsAsync(client, TestIds.Phone(1), TestIds.Phone(2)));
        using CancellationTokenSource stop = new();
        Task asking = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                Assert.Equal([Verdict.Listed, Verdict.NotListed], await VerdictsAsync(client, TestIds.Phone(1), TestIds.Phone(2)));
            }
        });

        for (int round = 10; round < 40; round++)
        {
            world.Hub.List(TestIds.Phone(round));
            Assert.Equal(SyncOutcome.Updated, (await client.SyncAsync()).Outcome);
        }

        await stop.CancelAsync();
        await asking;
    }

    [Fact]
    public async Task Follows_a_rotation_and_forgets_the_epoch_that_ended()
    {
        await using TestWorld world = await TestWorld.StartAsync(PhonesOnly);
        world.Hub.List(TestIds.Phone(1));
        ExchangeClient client = world.Client();
        Assert.Equal([Verdict.Listed], await VerdictsAsync(client, TestIds.Phone(1)));
        world.Hub.OpenEpoch();
        Assert.Equal([1u, 2u], (await client.SyncAsync()).Epochs);
        Assert.Equal([Verdict.Listed], await VerdictsAsync(client, TestIds.Phone(1)));

        world.Hub.EndEpoch(1);

        Assert.Equal([2u], (await client.SyncAsync()).Epochs);
        Assert.Equal([Verdict.NotListed], await VerdictsAsync(client, TestIds.Phone(1)));
    }

    [Fact]
    public async Task Synchronises_in_the_background_once_started()
    {
        await using TestWorld world = await TestWorld.StartAsync(PhonesOnly);
        world.Hub.List(TestIds.Phone(1));
        ExchangeClient client = world.Client(configure: static options => options.SyncWhenNeeded = false);

        client.StartBackgroundSync();
        client.StartBackgroundSync();

        await Waiting.UntilAsync(async () => (await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp)).Verdict == Verdict.Listed);
    }

    private static async Task<Verdict[]> VerdictsAsync(ExchangeClient client, params Identifier[] identifiers)
    {
        Verdict[] verdicts = new Verdict[identifiers.Length];
        for (int index = 0; index < identifiers.Length; index++)
        {
            verdicts[index] = (await client.QueryAsync(identifiers[index], Purposes.SignUp)).Verdict;
        }
        return verdicts;
    }
}
