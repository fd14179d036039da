using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Copies;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Reconciliation;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests;

namespace BlacklistExchange.EndToEnd.Tests.Restored;

/// <summary>A hub loses its data folder and its database; the operator has a backup, the keys and the KEK, and members have what they saw.</summary>
public sealed class WholeRoadTests
{
    private static readonly Identifier Listed = RealWorld.Phone("13912870365");
    private static readonly Identifier Watched = RealWorld.Phone("13912870366");
    private static readonly Identifier Late = RealWorld.Phone("13912870367");
    private static readonly Identifier Unknown = RealWorld.Phone("13912870368");
    private static readonly CopyProgress Silent = new(TextWriter.Null, TimeProvider.System);

    [Fact]
    public async Task Answers_as_before_and_has_every_report_again()
    {
        int port = 0;
        using TempFolder apart = new();
        using TestDatabase empty = TestDatabase.Empty();
        await using RealWorld world = await RealWorld.StartAsync(options => options.Member.Port = port == 0 ? options.Member.Port : port);
        // Members know one address; the restored hub has it again.
        port = world.Hub.Host.Address(HubPort.Member).Port;
        await world.PublishAsync();
        ExchangeClient alpha = await world.ClientAsync("alpha");
        ExchangeClient beta = await world.ClientAsync("beta");
        await ReportAsync(world, Listed, alpha, beta);
        await alpha.ReportAsync(world.Case(EvidenceType.RightsHolderNotice, Watched));
        await PublishAsync(world, alpha);
        string[] before = await AskAsync(alpha);
        Assert.StartsWith("Listed", before[0], StringComparison.Ordinal);
        BackupHub.Run(new BackupHub.Request(world.Hub.Folder, apart.At("backup")), world.Hub.Time, Silent);
        world.Hub.Time.Advance(TimeSpan.FromSeconds(10));

        // What the backup does not know: reports, a retraction, manifests that a member sees.
        Guid withdrawn = (await alpha.ReportAsync(world.Case(EvidenceType.PlatformAdjudication, Unknown))).ReportId;
        await alpha.RetractAsync(withdrawn);
        await ReportAsync(world, Late, alpha, beta);
        await PublishAsync(world, beta);
        string late = (await AskAsync(beta, Late))[0];
        Assert.StartsWith("Listed", late, StringComparison.Ordinal);
        ulong seen = Newest(world);

        await LoseAsync(world, apart, empty);
        Assert.Equal("", Faults(world));
        Assert.True(Newest(world) < seen);
        Assert.Equal(ResendOutcome.Failed, (await alpha.ResendReportsAsync()).Reports.Single().Outcome);
        ReconcileResponse reconciled = await world.Hub.Operator.PostAsync("reconcile", new ReconcileRequest(DryRun: false, null, null),
            ReconciliationJson.Default.ReconcileRequest, ReconciliationJson.Default.ReconcileResponse, CancellationToken.None);
        Assert.True((ulong)reconciled.Lists[0].NextSequence > seen);
        await OpenBudgetsAsync(world, "alpha", "beta");

        // A member that saw the lost manifest goes on, and the answers are those of before.
        await PublishAsync(world, alpha, beta);
        Assert.True(Newest(world) > seen);
        Assert.Equal(before, await AskAsync(alpha));
        Assert.Equal(before, await AskAsync(beta));
        Assert.StartsWith("NotListed", (await AskAsync(beta, Late))[0], StringComparison.Ordinal);

        ResendReport first = await alpha.ResendReportsAsync();
        Assert.Equal([ResendOutcome.Known, ResendOutcome.Known, ResendOutcome.Withdrawn, ResendOutcome.FiledAnew], first.Reports.Select(static one => one.Outcome).OrderBy(static one => Order(one)));
        Assert.Equal([ResendOutcome.Known, ResendOutcome.FiledAnew], (await beta.ResendReportsAsync()).Reports.Select(static one => one.Outcome));
        Assert.All((await alpha.ResendReportsAsync()).Reports, static one => Assert.True(one.Outcome is ResendOutcome.Known or ResendOutcome.Withdrawn, one.ToString()));
        await PublishAsync(world, alpha, beta);
        Assert.Equal(WithoutRing(late), WithoutRing((await AskAsync(alpha, Late))[0]));
        Assert.Equal(before, await AskAsync(alpha));
        Assert.Equal("", Faults(world));
    }

    /// <summary>A ring is random, and a report that is filed anew gets another.</summary>
    private static string WithoutRing(string answer) => answer[..answer.LastIndexOf(' ')];

    private static int Order(ResendOutcome outcome) => outcome == ResendOutcome.FiledAnew ? 9 : (int)outcome;

    private static async Task ReportAsync(RealWorld world, Identifier identifier, params ExchangeClient[] members)
    {
        foreach (ExchangeClient member in members)
        {
            await member.ReportAsync(world.Case(EvidenceType.PlatformAdjudication, identifier));
        }
    }

    private static async Task PublishAsync(RealWorld world, params ExchangeClient[] members)
    {
        await world.PublishAsync();
        ulong published = Newest(world);
        foreach (ExchangeClient member in members)
        {
            SyncReport synced = await member.SyncAsync();
            Assert.True(synced.Failure is null, synced.Failure?.Message);
            Assert.True(synced.Sequence >= published, $"{synced.Sequence}, {published}");
        }
    }

    private static async Task<string[]> AskAsync(ExchangeClient member, params Identifier[] identifiers)
    {
        List<string> answers = [];
        foreach (Identifier identifier in identifiers.Length > 0 ? identifiers : [Listed, Watched, Unknown])
        {
            Listing listing = await member.QueryAsync(identifier, Purposes.SignUp);
            answers.Add($"{listing.Verdict} {listing.Category} {listing.Tier} {listing.Reporters} {listing.Epoch} {listing.Tag} {listing.Ring}");
        }
        return [.. answers];
    }

    private static ulong Newest(RealWorld world) => (ulong)world.Hub.Store.Read(static (connection, transaction) => ManifestSql.Newest(connection, transaction, World.List))!.Sequence;

    private static string Faults(RealWorld world) =>
        string.Join('\n', FsckHub.Run(new FsckHub.Request(world.Hub.Folder, [], WithoutKek: false, All: true), world.Hub.Time, Silent).Checks.SelectMany(static check => check.Found));

    /// <summary>The data folder and the database are gone; keys and the operator's certificate were kept apart. Then the backup is restored in their place and served.</summary>
    private static async Task LoseAsync(RealWorld world, TempFolder apart, TestDatabase empty)
    {
        DataFolder folder = world.Hub.Folder;
        await world.Hub.Host.StopAsync(CancellationToken.None);
        await world.Hub.Host.DisposeAsync();
        Directory.Move(folder.At("keys"), apart.At("keys"));
        Directory.Move(folder.At("operator"), apart.At("operator"));
        Directory.Delete(folder.Path, recursive: true);
        RestoreHub.Run(new RestoreHub.Request(folder, apart.At("backup"), apart.At("keys"), empty.ConnectionFile, null), world.Hub.Time, Silent);
        Directory.Move(apart.At("operator"), folder.At("operator"));
        await world.Hub.RestartAsync();
    }

    private static async Task OpenBudgetsAsync(RealWorld world, params string[] entities)
    {
        await world.World.SetBudgetAsync(null, hubWide: 30_000_000);
        foreach (string entity in entities)
        {
            await world.Hub.Operator.PostAsync("budgets/grants", new GrantBudgetRequest(entity, World.List, World.Kind, 4_000, "+7d", "restored"),
                MembersJson.Default.GrantBudgetRequest, MembersJson.Default.BudgetsResponse, CancellationToken.None);
        }
    }
}
