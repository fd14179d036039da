using System.Net;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BlacklistExchange.Server.Tests.Epochs;

public sealed class OpenEpochTests
{
    [Fact]
    public async Task Makes_an_independent_key_for_each_kind_and_chains_descriptors()
    {
        await using World world = await World.StartAsync();
        EpochResponse second = await world.OpenEpochAsync(null);
        AllEpochsResponse all = await world.Hub.Operator.GetAsync("epochs", EpochsJson.Default.AllEpochsResponse, CancellationToken.None);
        Assert.Equal(["live", "coming"], all.Epochs.Select(static epoch => epoch.State));
        Assert.Equal(4, all.Epochs.SelectMany(static epoch => epoch.Kinds).Select(static kind => kind.PublicKey).Distinct().Count());
        Assert.Equal(3_600, second.NotBefore - second.OpenedAt);
        Assert.Equal(365 * 86_400L, second.NotAfter - second.NotBefore);
        IReadOnlyList<EpochDescriptor> descriptors = await world.DescriptorsAsync((await world.Hub.EnrolAsync("alpha")).Http);
        Assert.Equal(new byte[32], descriptors[0].Previous);
        Assert.Equal(all.Epochs[0].Digest, Convert.ToHexStringLower(descriptors[1].Previous));
        Assert.All(descriptors, static descriptor => Assert.Equal([2, 3], descriptor.Kinds.Select(static kind => (int)kind.Kind)));
    }

    [Fact]
    public async Task Refuses_a_third_open_epoch_an_unknown_list_and_bad_times()
    {
        await using World world = await World.StartAsync();
        await RefusesAsync("not-found", "list", () => world.OpenEpochAsync("now", "nowhere"));
        await RefusesAsync("invalid-field", "not_before", () => world.OpenEpochAsync("soon"));
        await world.OpenEpochAsync("now");
        await RefusesAsync("conflict", null, () => world.OpenEpochAsync("now"));
        Assert.Equal(4, Directory.GetFiles(world.Hub.Folder.At("keys"), "epoch.*").Length);
    }

    [Fact]
    public async Task Answers_503_while_the_key_folder_cannot_be_written_and_goes_on()
    {
        await using World world = await World.StartAsync();
        string folder = world.Hub.Folder.At("keys");
        Directory.Move(folder, folder + ".away");
        await RefusesAsync("store-unavailable", null, () => world.OpenEpochAsync("now"));
        Directory.Move(folder + ".away", folder);
        await world.OpenEpochAsync("now");
        Assert.Equal(4, Directory.GetFiles(folder, "epoch.*").Length);
    }

    [Fact]
    public async Task Refuses_to_serve_without_the_key_of_an_announced_epoch()
    {
        await using World world = await World.StartAsync();
        File.Delete(Directory.GetFiles(world.Hub.Folder.At("keys"), "epoch.*")[0]);
        if (TestDatabase.IsPostgres)
        {
            // Another node may be about to bring it: not ready until then.
            await world.Hub.RestartAsync();
            using HttpResponseMessage ready = await world.Hub.Client(null, HubPort.Public).GetAsync(Routes.Ready);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            return;
        }
        SetupException exception = await Assert.ThrowsAsync<SetupException>(world.Hub.RestartAsync);
        Assert.Contains("epoch.goods.1", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Keys are destroyed before the store says so; a stop in between must not keep the hub from starting and doing the rest.</summary>
    [Fact]
    public async Task Starts_after_a_stop_in_the_middle_of_destroying_keys()
    {
        await using World world = await World.StartAsync();
        world.Hub.Time.Advance(TimeSpan.FromDays(366));
        // The hub was there all the time, and says so in its store.
        await world.AddListAsync("other");
        File.Delete(Directory.GetFiles(world.Hub.Folder.At("keys"), "epoch.*")[0]);
        await world.Hub.RestartAsync();
        DestroyEndedEpochs round = world.Hub.Host.Services.GetServices<IHostedService>().OfType<DestroyEndedEpochs>().Single();
        await round.RunAsync(CancellationToken.None);
        Assert.Empty(Directory.GetFiles(world.Hub.Folder.At("keys"), "epoch.*"));
        Assert.Equal(1, world.Hub.Store.Read(static (connection, transaction) => connection.ExecuteScalar<long>("SELECT count(*) FROM epoch WHERE destroyed_at IS NOT NULL", transaction: transaction)));
    }

    [Fact]
    public async Task Gives_eight_units_for_each_standing_item_and_says_how_much_was_renewed()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        await world.Hub.EnrolAsync("beta");
        await world.OpenEpochAsync("now");
        await FileAsync(world, "alpha", 2, renewed: 0);
        await FileAsync(world, "beta", 4, renewed: 1);
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha, epoch: 2), 16);
        Assert.Equal(16, (await World.AnsweredAsync(World.SendAsync(alpha, World.Body(Purposes.Renewal, World.Group(batch, epoch: 2))))).Charged);
        Problem spent = await (await World.SendAsync(alpha, World.Body(Purposes.Renewal, World.Group(batch, epoch: 2)))).ProblemAsync("budget-exhausted");
        Assert.Equal(("epoch", 0), (spent.Counter, spent.Remaining));
        await (await World.SendAsync(alpha, World.Body(Purposes.Renewal, World.Group(batch, epoch: 1)))).ProblemAsync("budget-exhausted");
        Assert.Equal(1_000_000, (await World.BudgetAsync(alpha, epoch: 2)).EpochTotal.Remaining);
        EpochStatusResponse status = await world.Hub.Operator.GetAsync("epochs/status", EpochsJson.Default.EpochStatusResponse, CancellationToken.None);
        Assert.Equal(
            [new EpochStatusLine(World.List, 1, 2, "alpha", 2, 0, 0), new EpochStatusLine(World.List, 1, 2, "beta", 4, 1, 0.25)], status.Entities);
    }

    private static async Task RefusesAsync(string type, string? field, Func<Task> call)
    {
        Problem problem = (await Assert.ThrowsAsync<OperatorRefusedException>(call)).Problem;
        Assert.Equal((Problem.TypePrefix + type, field), (problem.Type, problem.Field));
    }

    /// <summary>A case of so many items in epoch 1, the first of them renewed into epoch 2, and one that was retracted.</summary>
    private static Task FileAsync(World world, string member, int items, int renewed) => world.Hub.Store.WriteAsync((connection, transaction) =>
    {
        connection.Execute("""
            INSERT INTO report (member, report_id, entity, list, epoch, statement, signature, digest, origin, category, evidence_type, notice_served, observed, items, received_at, receipt)
            VALUES (@member, @id, @member, @List, 1, @bytes, @signature, @digest, @digest, 1, 5, 0, 300, @items, 0, @bytes)
            """, new { member, items, World.List, id = new byte[16], bytes = new byte[1], signature = new byte[64], digest = new byte[32] }, transaction);
        foreach ((int item, int epoch, long? retracted) in Enumerable.Range(0, items).Select(item => (item, 1, (long?)null))
            .Concat(Enumerable.Range(0, renewed).Select(item => (item, 2, (long?)null))).Append((items, 1, 5)))
        {
            connection.Execute("""
                INSERT INTO report_item (member, report_id, item, list, epoch, kind, tag, commitment, outcome, retracted_at, renewed_from_epoch)
                VALUES (@member, @id, @item, @List, @epoch, 2, @digest, @digest, 1, @retracted, @from)
                """, new { member, item, World.List, epoch, retracted, from = epoch == 1 ? (int?)null : 1, id = new byte[16], digest = new byte[32] }, transaction);
        }
        return true;
    }, CancellationToken.None);
}
