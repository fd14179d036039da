using System.Net;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Tests.Reports;

namespace BlacklistExchange.Server.Tests.Entries;

public sealed class GetEntryStateTests
{
    [Fact]
    public async Task Returns_pending_to_the_desk_and_unknown_for_whom_nobody_reported()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember desk = await world.Hub.EnrolAsync("desk", role: "regulator", sector: "public");
        TestIdentifier phone = TestIdentifier.New();
        long before = world.Now;
        await world.FileAsync(world.Draft(await world.Hub.EnrolAsync("alpha"), phone));
        EntryStateResponse known = await world.StateAsync(world.AskStateAsync(desk, phone));
        Assert.Equal((phone.Tag.ToString(), "pending", 1), (known.Tag, known.State, known.Reports));
        Assert.InRange(known.Since!.Value, before, world.Now);
        TestIdentifier stranger = TestIdentifier.New();
        Assert.Equal(new EntryStateResponse(stranger.Tag.ToString(), "unknown", 0, null), await world.StateAsync(world.AskStateAsync(desk, stranger)));
    }

    [Fact]
    public async Task Refuses_a_platform_a_wrong_key_kind_and_epoch()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        EnrolledMember desk = await world.Hub.EnrolAsync("desk", role: "regulator", sector: "public");
        TestIdentifier phone = TestIdentifier.New();
        await world.FileAsync(world.Draft(alpha, phone));
        Problem role = await (await world.AskStateAsync(alpha, phone)).ProblemAsync("role-not-allowed");
        Assert.Equal((int)HttpStatusCode.Forbidden, role.Status);
        await (await world.AskStateAsync(desk, phone, epoch: 9)).ProblemAsync("not-found");
        await (await world.AskStateAsync(desk, phone with { Kind = IdentifierKind.Email })).ProblemAsync("not-found");
        EntryStateRequest request = new(ReportWorld.List, 1, "telephone", phone.KeyText);
        await (await world.PostAsync(desk, Routes.EntryState, request, WireJson.Default.EntryStateRequest)).ProblemAsync("invalid-field");
        await (await world.PostAsync(desk, Routes.EntryState, request with { Kind = "phone", EntryKey = "AAAA" }, WireJson.Default.EntryStateRequest)).ProblemAsync("invalid-field");
    }
}
