using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Evaluation;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Reports;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Tests.Reports;
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
