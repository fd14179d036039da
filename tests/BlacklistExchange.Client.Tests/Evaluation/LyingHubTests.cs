using BlacklistExchange.Client.Testing;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Tests.Evaluation;

/// <summary>Whatever the hub makes up, nobody is cleared by it, and a query ends as unsure with the reason.</summary>
public sealed class LyingHubTests
{
    [Theory]
    [InlineData(FakeHubLie.WrongKey)]
    [InlineData(FakeHubLie.FlippedProof)]
    [InlineData(FakeHubLie.Permuted)]
    [InlineData(FakeHubLie.ShortAnswer)]
    [InlineData(FakeHubLie.MissingGroup)]
    [InlineData(FakeHubLie.OldEpoch)]
    [InlineData(FakeHubLie.Garbage)]
    [InlineData(FakeHubLie.WrongKey | FakeHubLie.Permuted | FakeHubLie.ShortAnswer)]
    public async Task Returns_unsure_for_a_false_evaluation(FakeHubLie lie)
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.OpenEpoch();
        world.Hub.List(TestIds.Phone(1));
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        world.Hub.Lies = lie;

        Listing listed = await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp);
        Listing innocent = await client.QueryAsync(TestIds.Phone(2), Purposes.SignUp);

        Assert.Equal((Verdict.Unsure, UnsureReason.Unverified), (innocent.Verdict, innocent.Reason));
        // Under the oldest epoch an "old epoch" lie is the truth, so the strongest result may still be found; nobody is cleared.
        Assert.NotEqual(Verdict.NotListed, listed.Verdict);
    }

    [Fact]
    public async Task Answers_again_when_the_hub_is_honest_again()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        ExchangeClient client = world.Client();
        world.Hub.Lies = FakeHubLie.FlippedProof;
        Assert.Equal(Verdict.Unsure, (await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp)).Verdict);

        world.Hub.Lies = FakeHubLie.None;

        Assert.Equal(Verdict.Listed, (await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp)).Verdict);
    }

    [Theory]
    [InlineData(FakeHubLie.WrongJointKey)]
    [InlineData(FakeHubLie.OtherDescriptor)]
    [InlineData(FakeHubLie.UnsignedManifest)]
    [InlineData(FakeHubLie.FutureManifest)]
    [InlineData(FakeHubLie.TornSnapshot)]
    public async Task Returns_unsure_when_the_first_list_is_false(FakeHubLie lie)
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        world.Hub.Lies = lie;
        if (lie == FakeHubLie.WrongJointKey)
        {
            world.Hub.EndEpoch(1);
            world.Hub.OpenEpoch();
        }
        ExchangeClient client = world.Client();

        SyncReport report = await client.SyncAsync();
        Listing listing = await client.QueryAsync(TestIds.Phone(2), Purposes.SignUp);

        Assert.Equal(SyncOutcome.Failed, report.Outcome);
        Assert.IsType<HubUntrustedException>(report.Failure);
        Assert.Equal((Verdict.Unsure, UnsureReason.NoList), (listing.Verdict, listing.Reason));
        Assert.Equal(0, world.Hub.Charged);
    }

    [Fact]
    public async Task Returns_unsure_when_a_label_does_not_open()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.Lies = FakeHubLie.BrokenLabels;
        world.Hub.List(TestIds.Phone(1));
        world.Hub.Lies = FakeHubLie.None;

        Listing listing = await world.Client().QueryAsync(TestIds.Phone(1), Purposes.SignUp);

        Assert.Equal((Verdict.Unsure, UnsureReason.Unverified), (listing.Verdict, listing.Reason));
    }

    [Theory]
    [InlineData(FakeHubLie.LowerSequence)]
    [InlineData(FakeHubLie.UnsignedManifest)]
    [InlineData(FakeHubLie.TwoManifests)]
    [InlineData(FakeHubLie.FutureManifest)]
    public async Task Keeps_the_old_list_when_a_later_manifest_is_false(FakeHubLie lie)
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        world.Hub.List(TestIds.Phone(1));
        SyncReport honest = await client.SyncAsync();
        world.Hub.Lies = lie;

        SyncReport report = await client.SyncAsync();

        Assert.Equal((SyncOutcome.Failed, honest.Sequence), (report.Outcome, report.Sequence));
        Assert.IsType<HubUntrustedException>(report.Failure);
        world.Hub.Lies = FakeHubLie.None;
        Assert.Equal(Verdict.Listed, (await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp)).Verdict);
    }

    [Fact]
    public async Task Keeps_the_old_list_when_a_later_file_is_torn()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        ExchangeClient client = world.Client();
        SyncReport honest = await client.SyncAsync();
        world.Hub.Lies = FakeHubLie.TornSnapshot;
        world.Hub.Remove(TestIds.Phone(1));

        SyncReport report = await client.SyncAsync();

        Assert.Equal((SyncOutcome.Failed, honest.Sequence), (report.Outcome, report.Sequence));
        Assert.Equal(Verdict.Listed, (await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp)).Verdict);
        world.Hub.Lies = FakeHubLie.None;
        Assert.Equal(SyncOutcome.Updated, (await client.SyncAsync()).Outcome);
        Assert.Equal(Verdict.NotListed, (await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp)).Verdict);
    }

    [Fact]
    public async Task Refuses_another_descriptor_for_an_epoch_it_knows()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        ExchangeClient first = world.Client();
        await first.SyncAsync();
        // The same exchange, signing key and epoch number, but other keys: what a hub that hands out keys by member would show.
        string descriptor = Path.Combine(world.PathOf("member-a"), "lists", "fake-exchange", "sellers", "epochs", "1");
        await using TestWorld other = await TestWorld.StartAsync();
        ExchangeClient second = other.Client();
        await second.SyncAsync();
        File.Copy(Path.Combine(other.PathOf("member-a"), "lists", "fake-exchange", "sellers", "epochs", "1"), descriptor, overwrite: true);
        world.Hub.Publish();

        SyncReport report = await first.SyncAsync();

        Assert.Equal(SyncOutcome.Failed, report.Outcome);
        Assert.Contains("epoch 1", report.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_descriptor_that_does_not_follow_the_one_before()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        string descriptor = Path.Combine(world.PathOf("member-a"), "lists", "fake-exchange", "sellers", "epochs", "1");
        byte[] signed = File.ReadAllBytes(descriptor);
        world.Hub.EndEpoch(1);
        world.Hub.OpenEpoch();
        signed[^70] ^= 1;
        File.WriteAllBytes(descriptor, signed);

        SyncReport report = await client.SyncAsync();

        Assert.Equal(SyncOutcome.Failed, report.Outcome);
        Assert.Contains("does not follow", report.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FakeHubLie.FlippedProof)]
    [InlineData(FakeHubLie.WrongKey)]
    [InlineData(FakeHubLie.Permuted)]
    public async Task Returns_the_truth_when_one_of_three_holders_lies(FakeHubLie lie)
    {
        await using TestWorld world = await TestWorld.StartAsync(new FakeHubOptions { Kinds = [IdentifierKind.Phone], Holders = 3, Threshold = 2 });
        world.Hub.List(TestIds.Phone(1));
        ExchangeClient client = world.Client();
        for (int liar = 1; liar <= 3; liar++)
        {
            world.Hub.LieAs(liar, lie);

            Assert.Equal(Verdict.Listed, (await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp)).Verdict);
            Assert.Equal(Verdict.NotListed, (await client.QueryAsync(TestIds.Phone(1 + liar), Purposes.SignUp)).Verdict);

            world.Hub.LieAs(liar, FakeHubLie.None);
        }
    }

    [Fact]
    public async Task Returns_unsure_when_two_of_three_holders_lie()
    {
        await using TestWorld world = await TestWorld.StartAsync(new FakeHubOptions { Kinds = [IdentifierKind.Phone], Holders = 3, Threshold = 2 });
        ExchangeClient client = world.Client();
        world.Hub.LieAs(1, FakeHubLie.WrongKey);
        world.Hub.LieAs(3, FakeHubLie.FlippedProof);

        Listing listing = await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp);

        Assert.Equal((Verdict.Unsure, UnsureReason.Unverified), (listing.Verdict, listing.Reason));
    }

    [Fact]
    public async Task Returns_the_truth_when_one_of_three_holders_is_gone_and_unsure_when_two_are()
    {
        await using TestWorld world = await TestWorld.StartAsync(new FakeHubOptions { Kinds = [IdentifierKind.Phone], Holders = 3, Threshold = 2 });
        world.Hub.List(TestIds.Phone(1));
        ExchangeClient client = world.Client();
        await client.SyncAsync();

        await world.Hub.StopAsync(holder: 3);
        Assert.Equal(Verdict.Listed, (await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp)).Verdict);
        await world.Hub.StopAsync(holder: 2);
        Listing listing = await client.QueryAsync(TestIds.Phone(2), Purposes.SignUp);

        Assert.Equal((Verdict.Unsure, UnsureReason.Unreachable), (listing.Verdict, listing.Reason));
    }
}
