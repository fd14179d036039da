using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Officers;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.Reports;
using Dapper;

namespace BlacklistExchange.Server.Tests.Officers;

/// <summary>A hub with a list, an epoch and entries, whose KEK is split among olivia, bo and chen.</summary>
internal sealed class OfficersWorld : IAsyncDisposable
{
    public static readonly string[] Officers = ["olivia", "bo", "chen"];
    private readonly TempFolder _shares = new();

    private OfficersWorld(ReportWorld world, EnrolledMember alpha, TestIdentifier[] phones)
    {
        World = world;
        Alpha = alpha;
        Phones = phones;
    }

    public ReportWorld World { get; }

    public HubFixture Hub => World.Hub;

    public EnrolledMember Alpha { get; }

    /// <summary>What alpha has reported.</summary>
    public TestIdentifier[] Phones { get; }

    public string Keys => Hub.Folder.At("keys");

    public string Kek => Hub.Folder.Path + ".kek";

    /// <summary>A hub that runs on the KEK's file.</summary>
    public static async Task<OfficersWorld> UnsplitAsync(TestDatabase? database = null)
    {
        ReportWorld world = await ReportWorld.StartAsync(database: database);
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        TestIdentifier[] phones = [TestIdentifier.New(), TestIdentifier.New(), TestIdentifier.New()];
        await world.FileAsync(world.Draft(alpha, phones) with { Evidence = EvidenceType.CourtDecision });
        return new OfficersWorld(world, alpha, phones);
    }

    /// <summary>The same, stopped, with its KEK split and gone from the machine.</summary>
    public static async Task<OfficersWorld> SplitAsync(TestDatabase? database = null)
    {
        OfficersWorld world = await UnsplitAsync(database);
        await world.StopAsync();
        world.Init(removeKekFile: true);
        return world;
    }

    public InitOfficers.Result Init(bool removeKekFile = false) =>
        InitOfficers.Run(new InitOfficers.Request(Hub.Folder, Officers, _shares.At("1"), removeKekFile), Hub.Time);

    public ReplaceOfficers.Result Replace(int generation, params int[] shares) => ReplaceOfficers.Run(
        new ReplaceOfficers.Request(Hub.Folder, [.. shares.Select(number => Share(generation, number))], ["olivia", "bo", "dai"], _shares.At($"{generation + 1}")), Hub.Time);

    public string Share(int generation, int number) => Path.Combine(_shares.At($"{generation}"), $"generation-{generation}-share-{number}.txt");

    public string At(string name) => _shares.At(name);

    public async Task StopAsync()
    {
        await Hub.Host.StopAsync(CancellationToken.None);
        await Hub.Host.DisposeAsync();
    }

    /// <summary>Starts to serve, and comes back when the hub is sealed or the start has failed.</summary>
    public async Task<Task> SealedAsync()
    {
        Task serving = Hub.RestartAsync();
        await Answers.EventuallyAsync(() => File.Exists(Hub.Folder.OfficersSocket) || serving.IsCompleted, "the sealed hub");
        return serving;
    }

    /// <summary>Starts sealed and opens with two shares of a generation.</summary>
    public async Task ServeAsync(int generation, int first = 1, int second = 2)
    {
        Task serving = await SealedAsync();
        Assert.Equal(ShareVerdict.Waiting, (await BringAsync(Share(generation, first))).Verdict);
        Assert.Equal(ShareVerdict.Unsealed, (await BringAsync(Share(generation, second))).Verdict);
        await serving;
    }

    public async Task<ShareAnswer> BringAsync(string path, DataFolder? to = null)
    {
        // The socket is there before it listens.
        using PinnedSecret text = ShareFiles.ReadText(path);
        ShareAnswer? answer = null;
        for (int round = 0; answer is null && round < 100; round++)
        {
            answer = await SendShare.RunAsync(to ?? Hub.Folder, text, CancellationToken.None);
            await Task.Yield();
        }
        Assert.NotNull(answer);
        return answer;
    }

    /// <summary>Every key of the running hub opens: an epoch was loaded, a label is sealed anew, and each entry key is the one that was reported.</summary>
    public async Task RequireOpenAsync()
    {
        EntryKeys keys = Hub.Service<EntryKeys>();
        foreach (TestIdentifier phone in Phones)
        {
            Entry entry = await World.EntryAsync(phone);
            using EntryKey key = keys.Unwrap(entry.WrappedKey!, new EntryAddress(ReportWorld.List, 1, (byte)phone.Kind, phone.Tag));
            Assert.Equal(phone.Key, key.Reveal().ToArray());
        }
        Assert.Null(Hub.Service<Server.Epochs.EpochKeys>().Fault());
        Assert.True(Hub.Service<Server.Epochs.EpochKeys>().TryGet(ReportWorld.List, 1, 2, out _));
        Hub.Issue(Server.Access.EcdsaKeys.Create(), "anybody").Dispose();
    }

    public Task<List<string>> AuditAsync(string verb) => Hub.Store.ReadAsync((connection, transaction) =>
        connection.Query<string>("SELECT actor || ' ' || target FROM audit WHERE verb = @verb ORDER BY id", new { verb }, transaction).ToList(), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        _shares.Dispose();
    }
}
