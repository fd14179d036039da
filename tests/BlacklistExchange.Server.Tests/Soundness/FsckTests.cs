using System.CommandLine;
using System.Text.Json;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.Copies;
using BlacklistExchange.Server.Tests.Reports;

namespace BlacklistExchange.Server.Tests.Soundness;

/// <summary>A hub with reports, acts, two epochs and files, looked at as it stands and with one thing changed behind its back.</summary>
public sealed class FsckTests
{
    [Fact]
    public async Task Finds_no_fault_beside_a_running_hub_or_in_a_stopped_one()
    {
        await using ReportWorld world = await StartAsync();
        FsckResponse running = Look(world, all: true);
        Assert.True(running.Faults == 0, Words(running));
        Assert.All(running.Checks, static check => Assert.True(check.Looked > 0, check.Check));
        // What has changed since the files were built waits for the next ones.
        EnrolledMember beta = await world.Hub.EnrolAsync("beta");
        TestIdentifier late = TestIdentifier.New();
        await world.FileAsync(world.Draft(beta, late) with { Epoch = 2 });
        await world.ActAsync("list", late);
        Assert.True(Look(world).Faults == 0, Words(Look(world)));
        await world.Hub.Host.StopAsync(CancellationToken.None);
        Assert.True(Look(world).Faults == 0, Words(Look(world)));
        FsckResponse bare = Look(world, withoutKek: true);
        Assert.Equal(["keys", "epochs", "manifests", "entries"], bare.Checks.Where(static check => check.Left?.Contains("no ", StringComparison.Ordinal) == true).Select(static check => check.Check));
    }

    [Theory]
    [InlineData("epochs", "UPDATE epoch SET not_after = not_after + 1 WHERE epoch = 1")]
    [InlineData("epochs", "UPDATE epoch_key SET kind = 9 WHERE epoch = 1 AND kind = 2")]
    [InlineData("manifests", "UPDATE manifest SET issued_at = issued_at - 1")]
    [InlineData("entries", "UPDATE entry SET label = (SELECT o.label FROM entry AS o WHERE o.label IS NOT NULL ORDER BY o.label DESC LIMIT 1) WHERE tag = (SELECT o.tag FROM entry AS o WHERE o.label IS NOT NULL ORDER BY o.label LIMIT 1)")]
    [InlineData("entries", "UPDATE entry SET wrapped_key = (SELECT o.wrapped_key FROM entry AS o WHERE o.wrapped_key IS NOT NULL ORDER BY o.tag DESC LIMIT 1) WHERE tag = (SELECT o.tag FROM entry AS o WHERE o.wrapped_key IS NOT NULL ORDER BY o.tag LIMIT 1)")]
    [InlineData("files and entries", "UPDATE entry SET state = 1 WHERE state = 3")]
    [InlineData("reports", "UPDATE report SET category = 2")]
    [InlineData("reports", "UPDATE report SET signature = (SELECT o.signature FROM report AS o ORDER BY o.report_id DESC LIMIT 1) WHERE report_id = (SELECT o.report_id FROM report AS o ORDER BY o.report_id LIMIT 1)")]
    [InlineData("budgets", "INSERT INTO budget_epoch_counter (entity, list, kind, epoch, queried) VALUES ('alpha', 'goods', 2, 2, 1000001)")]
    public async Task Finds_a_row_that_was_changed(string check, string statement)
    {
        await using ReportWorld world = await StartAsync();
        // Later than anything that happened, so that nothing passes for a change since the files were built.
        world.Hub.Time.Advance(TimeSpan.FromMinutes(1));
        await BuildAsync(world);
        Assert.Equal(0, Look(world).Faults);
        await world.ExecuteAsync(statement);
        FsckResponse found = Look(world);
        Assert.Contains(check, found.Checks.Where(static one => one.Faults > 0).Select(static one => one.Check));
    }

    [Fact]
    public async Task Finds_a_changed_manifest()
    {
        await using ReportWorld world = await StartAsync();
        await world.Hub.Store.WriteAsync((connection, transaction) =>
        {
            ManifestSql.ManifestRow row = ManifestSql.Newest(connection, transaction, ReportWorld.List)!;
            byte[] payload = [.. row.Payload];
            payload[^1] ^= 1;
            ManifestSql.Insert(connection, transaction, row with { Sequence = row.Sequence + 1, Payload = payload });
            return true;
        }, CancellationToken.None);
        Assert.Contains("manifests: goods, manifest", Words(Look(world)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_one_flipped_byte_in_a_list_file_and_a_file_that_is_gone()
    {
        await using ReportWorld world = await StartAsync();
        string[] files = [.. Directory.EnumerateFiles(world.Hub.Folder.Snapshots).OrderByDescending(static path => new FileInfo(path).Length)];
        byte[] bytes = await File.ReadAllBytesAsync(files[0]);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(files[0], bytes);
        FsckResponse found = Look(world);
        Assert.Equal(1, found.Checks.Single(static check => check.Check == "list files").Faults);
        Assert.Contains("is damaged", Words(found), StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetFileName(files[0]), Words(found), StringComparison.Ordinal);
        File.Delete(files[0]);
        Assert.Contains("is missing", Words(Look(world)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_a_lost_key_file_and_one_that_was_exchanged()
    {
        await using ReportWorld world = await StartAsync();
        string[] keys = [.. Directory.EnumerateFiles(world.Hub.Folder.At("keys"), "epoch.goods.2.*").Order(StringComparer.Ordinal)];
        byte[] second = await File.ReadAllBytesAsync(keys[1]);
        File.Delete(keys[0]);
        Assert.Equal(1, Look(world).Checks.Single(static check => check.Check == "keys").Faults);
        DurableFile.Write(keys[0], second);
        Assert.Contains("does not open", Words(Look(world)), StringComparison.Ordinal);
        File.Delete(Path.Combine(world.Hub.Folder.At("keys"), "exchange-signing.key"));
        Assert.Contains("exchange-signing: ", Words(Look(world)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prints_a_table_and_ends_with_one_when_there_are_faults()
    {
        await using ReportWorld world = await StartAsync();
        await RunAsync(world, 0, "No fault.", "fsck");
        Assert.Equal(10, JsonSerializer.Deserialize(await RunAsync(world, 0, "looked", "fsck", "--json", "--all"), FsckJson.Default.FsckResponse)!.Checks.Count);
        Directory.EnumerateFiles(world.Hub.Folder.Snapshots).ToList().ForEach(File.Delete);
        await RunAsync(world, 1, "nothing was changed", "fsck");
        Assert.Empty(Directory.EnumerateFiles(world.Hub.Folder.Snapshots));
        File.Delete(world.Hub.Folder.Settings);
        await RunAsync(world, 2, "hub.json does not exist", "fsck");
    }

    /// <summary>Two epochs, reports that stand, are retracted and renewed, an entry that an act lists, and files with a delta.</summary>
    private static async Task<ReportWorld> StartAsync()
    {
        ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        EnrolledMember gamma = await world.Hub.EnrolAsync("gamma");
        (TestIdentifier listed, TestIdentifier retracted, TestIdentifier renewed) = (TestIdentifier.New(), TestIdentifier.New(), TestIdentifier.New());
        Guid first = (await world.FileAsync(world.Draft(alpha, listed, retracted))).ReportId;
        await world.FileAsync(world.Draft(gamma, listed));
        await world.RetractedAsync(alpha, first, 1);
        await world.ActAsync("list", listed);
        TestIdentifier watched = TestIdentifier.New();
        await world.FileAsync(world.Draft(gamma, watched));
        await world.ActAsync("watch", watched);
        await BuildAsync(world);
        await world.OpenEpochAsync();
        await world.RenewedAsync(alpha, (first, 0, listed, renewed));
        await world.ExecuteAsync("INSERT INTO budget_key_counter (list, kind, epoch, queried, evaluated) VALUES ('goods', 2, 1, 8, 8)");
        await world.ExecuteAsync("INSERT INTO budget_epoch_counter (entity, list, kind, epoch, queried) VALUES ('alpha', 'goods', 2, 1, 8)");
        await BuildAsync(world);
        return world;
    }

    private static Task BuildAsync(ReportWorld world) => world.Hub.Operator.PostAsync(
        "snapshots", new BuildSnapshotsRequest(ReportWorld.List), SnapshotsJson.Default.BuildSnapshotsRequest, SnapshotsJson.Default.BuildSnapshotsResponse, CancellationToken.None);

    private static FsckResponse Look(ReportWorld world, bool all = false, bool withoutKek = false) =>
        FsckHub.Run(new FsckHub.Request(world.Hub.Folder, [], withoutKek, all), world.Hub.Time, BackupRig.Silent);

    private static string Words(FsckResponse found) => string.Join('\n', found.Checks.SelectMany(static check => check.Found.Select(fault => $"{check.Check}: {fault}")));

    private static async Task<string> RunAsync(ReportWorld world, int code, string expected, params string[] arguments)
    {
        RootCommand root = new("test") { FsckCommand.Create(world.Hub.Time) };
        root.Options.Add(ConsoleOptions.Data);
        root.Options.Add(ConsoleOptions.Json);
        using StringWriter output = new();
        int ended = await root.Parse([.. arguments, "--data", world.Hub.Folder.Path]).InvokeAsync(new InvocationConfiguration { Output = output, Error = output });
        Assert.True(ended == code && output.ToString().Contains(expected, StringComparison.Ordinal), $"{string.Join(' ', arguments)} ended with {ended}:\n{output}");
        Assert.All(output.ToString().Split('\n').Where(static line => !line.Contains('/')), static line => Assert.True(TextWidth.Of(line) <= 80, line));
        return output.ToString();
    }
}
