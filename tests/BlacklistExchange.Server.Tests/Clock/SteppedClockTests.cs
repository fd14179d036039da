using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Evaluation;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Reports;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Tests.Reports;
using BlacklistExchange.Server.Tests.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BlacklistExchange.Server.Tests.Clock;

/// <summary>Somebody sets the wall clock of a running hub far ahead: what time lets end must not end by that.</summary>
public sealed class SteppedClockTests
{
    private static readonly TimeSpan Jump = TimeSpan.FromDays(400);

    [Fact]
    public async Task Keeps_the_keys_of_an_epoch_that_only_the_clock_says_has_ended()
    {
        await using World world = await World.StartAsync();
        DestroyEndedEpochs round = world.Hub.Host.Services.GetServices<IHostedService>().OfType<DestroyEndedEpochs>().Single();
        world.Hub.Time.Step(Jump);
        Assert.Equal(0, await round.RunAsync(CancellationToken.None));
        Assert.Equal(2, Directory.GetFiles(world.Hub.Folder.At("keys"), "epoch.*").Length);
        world.Hub.Time.Step(-Jump);
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 4);
        Assert.Equal(4, (await World.AnsweredAsync(World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch))))).Charged);
    }

    [Fact]
    public async Task Forgets_no_request_so_that_a_repeat_is_free_when_the_clock_is_right_again()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 4);
        string body = World.Body(Purposes.SignUp, World.Group(batch));
        Assert.Equal(4, (await World.AnsweredAsync(World.SendAsync(alpha, body))).Charged);
        world.Hub.Time.Step(Jump);
        Assert.Equal(0, await world.Hub.Host.Services.GetServices<IHostedService>().OfType<ForgetRequests>().Single().RunAsync(CancellationToken.None));
        world.Hub.Time.Step(-Jump);
        Assert.Equal(0, (await World.AnsweredAsync(World.SendAsync(alpha, body))).Charged);
    }

    [Fact]
    public async Task Erases_no_entry_whose_time_only_the_clock_says_is_over()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        await world.FileAsync(world.Draft(alpha, TestIdentifier.New()));
        long end = world.Now + 86_400;
        await world.Hub.Store.WriteAsync((connection, transaction) => connection.Execute("UPDATE entry SET expires_at = @end", new { end }, transaction), CancellationToken.None);
        world.Hub.Time.Step(Jump);
        Assert.Equal(0, await world.Hub.Service<ExpireEntries>().RunOnceAsync(CancellationToken.None));
        world.Hub.Time.Step(-Jump);
        world.Hub.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await world.Hub.Service<ExpireEntries>().RunOnceAsync(CancellationToken.None));
    }

    /// <summary>Certificates and epochs end within 400 days, and none is valid an hour ago: the answer is the clock, on old connections and new ones, and an operator gets in.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(24)]
    [InlineData(9600)]
    [InlineData(-9600)]
    public async Task Says_that_the_clock_jumped_and_nothing_else_is_wrong(int hours)
    {
        await using World world = await World.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha.Http), 4);
        string body = World.Body(Purposes.SignUp, World.Group(batch));
        world.Hub.Time.Step(TimeSpan.FromHours(hours));
        await (await World.SendAsync(alpha.Http, body)).ProblemAsync("clock-stepped");
        using HttpClient fresh = world.Hub.Client(alpha.Certificate);
        await (await World.SendAsync(fresh, body)).ProblemAsync("clock-stepped");
        Assert.Equal(1u, (await world.DescriptorsAsync(fresh)).Single().Epoch);
        using (OperatorClient desk = OperatorClient.Open(world.Hub.Host.Address(HubPort.Operator), world.Hub.Folder.At("operator")))
        {
            Assert.Equal(hours * 3600.0, (await desk.GetAsync("clock", ClockJson.Default.ClockResponse, CancellationToken.None)).DivergenceSeconds, 30.0);
        }
        world.Hub.Time.Step(TimeSpan.FromHours(-hours));
        Assert.Equal(4, (await World.AnsweredAsync(World.SendAsync(fresh, body))).Charged);
    }

    [Fact]
    public async Task Charges_nothing_that_the_step_met_in_the_queue()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 4);
        string body = World.Body(Purposes.SignUp, World.Group(batch));
        using ManualResetEventSlim until = new();
        Task<int> held = HeldWriter.Hold(world.Hub.Store, until);
        Task<HttpResponseMessage> sent = World.SendAsync(alpha, body);
        await Answers.EventuallyAsync(() => world.Hub.Store.Queued > 1, "the request in the queue");
        world.Hub.Time.Step(TimeSpan.FromDays(1));
        until.Set();
        await held;
        await (await sent).ProblemAsync("clock-stepped");
        world.Hub.Time.Step(TimeSpan.FromDays(-1));
        Assert.Equal(4, (await World.AnsweredAsync(World.SendAsync(alpha, body))).Charged);
    }

    [Fact]
    public async Task Signs_no_receipt_and_no_descriptor_of_a_time_that_is_not()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        ReportDraft draft = world.Draft(alpha, TestIdentifier.New());
        Receipt kept = await world.FileAsync(world.Draft(alpha, TestIdentifier.New()));
        world.Hub.Time.Step(Jump);
        await world.RefuseAsync(draft.Request(), alpha, "clock-stepped");
        await (await world.RetractAsync(alpha, kept.ReportId)).ProblemAsync("clock-stepped");
        OperatorRefusedException refused = await Assert.ThrowsAsync<OperatorRefusedException>(world.OpenEpochAsync);
        Assert.EndsWith(":clock-stepped", refused.Problem.Type, StringComparison.Ordinal);
        world.Hub.Time.Step(-Jump);
        await world.FileAsync(draft);
        Assert.Single(await world.RetractedAsync(alpha, kept.ReportId));
    }

    /// <summary>A hub that starts while the clock is wrong sees that its store knows better.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(9600)]
    public async Task Charges_and_destroys_nothing_after_a_start_in_the_middle_of_a_step(int hours)
    {
        await using World world = await World.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha.Http), 4);
        string body = World.Body(Purposes.SignUp, World.Group(batch));
        Assert.Equal(4, (await World.AnsweredAsync(World.SendAsync(alpha.Http, body))).Charged);
        world.Hub.Time.Step(TimeSpan.FromHours(hours));
        await world.Hub.RestartAsync();
        using HttpClient again = world.Hub.Client(alpha.Certificate);
        await (await World.SendAsync(again, body)).ProblemAsync("clock-stepped");
        Assert.Equal(0, await world.Hub.Host.Services.GetServices<IHostedService>().OfType<DestroyEndedEpochs>().Single().RunAsync(CancellationToken.None));
        Assert.Equal(2, Directory.GetFiles(world.Hub.Folder.At("keys"), "epoch.*").Length);
        world.Hub.Time.Step(TimeSpan.FromHours(-hours));
        Assert.Equal(0, (await World.AnsweredAsync(World.SendAsync(again, body))).Charged);
        world.Hub.Time.Step(TimeSpan.FromDays(1));
        await (await World.SendAsync(again, World.Body(Purposes.SignUp, World.Group(batch)))).ProblemAsync("clock-stepped");
    }

    [Fact]
    public async Task Asks_an_operator_when_it_was_off_for_long()
    {
        await using World world = await World.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha.Http), 4);
        world.Hub.Time.Advance(TimeSpan.FromDays(6));
        await world.Hub.RestartAsync();
        using HttpClient soon = world.Hub.Client(alpha.Certificate);
        Assert.Equal(4, (await World.AnsweredAsync(World.SendAsync(soon, World.Body(Purposes.SignUp, World.Group(batch))))).Charged);
        world.Hub.Time.Advance(TimeSpan.FromDays(8));
        await world.Hub.RestartAsync();
        using HttpClient late = world.Hub.Client(alpha.Certificate);
        await (await World.SendAsync(late, World.Body(Purposes.SignUp, World.Group(batch)))).ProblemAsync("clock-stepped");
        await world.Hub.Operator.PostAsync("clock/accept", new AcceptClockRequest("it was off"), ClockJson.Default.AcceptClockRequest, ClockJson.Default.ClockResponse, CancellationToken.None);
        Assert.Equal(4, (await World.AnsweredAsync(World.SendAsync(late, World.Body(Purposes.SignUp, World.Group(batch))))).Charged);
    }

    /// <summary>The hub's own certificate ends by the clock of the machine on which the operator sets it right.</summary>
    [Fact]
    public async Task Shows_the_clock_to_an_operator_by_whose_clock_the_hub_has_ended()
    {
        SettableTime time = new();
        time.Step(TimeSpan.FromDays(-900));
        await using HubFixture hub = await HubFixture.StartAsync(time: time);
        await Assert.ThrowsAsync<HttpRequestException>(() => hub.Operator.GetAsync("clock", ClockJson.Default.ClockResponse, CancellationToken.None));
        using OperatorClient desk = OperatorClient.Open(hub.Host.Address(HubPort.Operator), hub.Folder.At("operator"), atAnyTime: true);
        Assert.True((await desk.GetAsync("clock", ClockJson.Default.ClockResponse, CancellationToken.None)).Charging);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Signs_no_manifest_of_a_time_that_is_not(int direction)
    {
        await using World world = await World.StartAsync();
        world.Hub.Time.Step(direction * TimeSpan.FromHours(1));
        OperatorRefusedException refused = await Assert.ThrowsAsync<OperatorRefusedException>(() => world.Hub.Operator.PostAsync(
            "snapshots", new BuildSnapshotsRequest(), SnapshotsJson.Default.BuildSnapshotsRequest, SnapshotsJson.Default.BuildSnapshotsResponse, CancellationToken.None));
        Assert.EndsWith(":clock-stepped", refused.Problem.Type, StringComparison.Ordinal);
        world.Hub.Time.Step(-direction * TimeSpan.FromHours(1));
        await world.Hub.Operator.PostAsync("snapshots", new BuildSnapshotsRequest(), SnapshotsJson.Default.BuildSnapshotsRequest, SnapshotsJson.Default.BuildSnapshotsResponse, CancellationToken.None);
    }
}
