using BlacklistExchange.Client.Testing;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Tests.Queries;

public sealed class ApplicantTests
{
    [Fact]
    public async Task Returns_weak_for_a_lone_phone_and_does_not_refuse()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1), TestIds.ResidentId(1));

        ApplicantListing applicant = await world.Client().QueryApplicantAsync([TestIds.Phone(1), TestIds.ResidentId(2), TestIds.Seller(2)], Purposes.SignUp);

        Assert.Equal((ApplicantStrength.Weak, false, true), (applicant.Strength, applicant.ShouldRefuse, applicant.IsComplete));
        Assert.Contains("phone (number 1)", applicant.Explanation, StringComparison.Ordinal);
        Assert.Equal([Verdict.Listed, Verdict.NotListed, Verdict.NotListed], applicant.Listings.Select(static listing => listing.Verdict));
    }

    [Fact]
    public async Task Returns_strong_for_a_strong_kind_alone()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.ResidentId(1));

        ApplicantListing applicant = await world.Client().QueryApplicantAsync([TestIds.Phone(1), TestIds.ResidentId(1)], Purposes.SignUp);

        Assert.Equal((ApplicantStrength.Strong, true), (applicant.Strength, applicant.ShouldRefuse));
    }

    [Fact]
    public async Task Returns_strong_for_two_weak_kinds_of_one_ring_only()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1), TestIds.Phone(2));
        world.Hub.List(TestIds.Phone(3));
        ExchangeClient client = world.Client();

        Assert.Equal(ApplicantStrength.Strong, (await client.QueryApplicantAsync([TestIds.Phone(1), TestIds.Phone(2)], Purposes.SignUp)).Strength);
        Assert.Equal(ApplicantStrength.Weak, (await client.QueryApplicantAsync([TestIds.Phone(1), TestIds.Phone(3)], Purposes.SignUp)).Strength);
        Assert.Equal(ApplicantStrength.Weak, (await client.QueryApplicantAsync([TestIds.Phone(1), TestIds.Phone(1)], Purposes.SignUp)).Strength);
    }

    [Fact]
    public async Task Returns_none_for_watched_and_disputed_entries()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.Put(new FakeEntry { Status = EntryStatus.Watch, Ring = 5 }, TestIds.ResidentId(1), TestIds.Phone(1));
        world.Hub.Put(new FakeEntry { Status = EntryStatus.Disputed, Ring = 5 }, TestIds.Seller(1));

        ApplicantListing applicant = await world.Client().QueryApplicantAsync([TestIds.ResidentId(1), TestIds.Phone(1), TestIds.Seller(1)], Purposes.SignUp);

        Assert.Equal((ApplicantStrength.None, false, true), (applicant.Strength, applicant.ShouldRefuse, applicant.IsComplete));
    }

    [Fact]
    public async Task Returns_weak_for_a_victim_of_impersonation()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.Put(new FakeEntry { Flags = LabelFlags.VictimOfImpersonation }, TestIds.ResidentId(1));

        Assert.Equal(ApplicantStrength.Weak, (await world.Client().QueryApplicantAsync([TestIds.ResidentId(1)], Purposes.SignUp)).Strength);
    }

    [Theory]
    [InlineData(OnUncertain.FailOpen, false)]
    [InlineData(OnUncertain.FailClosed, true)]
    public async Task Says_when_it_is_incomplete(OnUncertain choice, bool refuse)
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client(configure: options => options.OnUncertain = choice);
        await client.SyncAsync();
        await world.Hub.StopAsync();

        ApplicantListing applicant = await client.QueryApplicantAsync([TestIds.Phone(1)], Purposes.SignUp);

        Assert.Equal((ApplicantStrength.None, false, refuse), (applicant.Strength, applicant.IsComplete, applicant.ShouldRefuse));
    }

    [Fact]
    public async Task Refuses_nobody_and_crowds()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();

        await Assert.ThrowsAsync<ArgumentException>(() => client.QueryApplicantAsync([], Purposes.SignUp));
        await Assert.ThrowsAsync<ArgumentException>(() => client.QueryApplicantAsync([.. Enumerable.Range(0, 101).Select(TestIds.Phone)], Purposes.SignUp));
    }
}
