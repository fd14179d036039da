using System.Globalization;
using System.Text;
using BlacklistExchange.Benchmarks.Lists;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.OperatorConsole;

namespace BlacklistExchange.Benchmarks.Bulk;

/// <summary>A hub with a list of many entries, a member with a grant and a synchronised list, and a CSV file of as many phones, some of them on the list.</summary>
internal sealed class BulkWorld : IAsyncDisposable
{
    /// <summary>Every so many phones one has an entry.</summary>
    public const int ListedEvery = 100;

    private const string Input = "phones.csv";
    private readonly HubWorld world;
    private readonly int rows;
    private long derived;

    private BulkWorld(HubWorld world, int rows)
    {
        this.world = world;
        this.rows = rows;
    }

    /// <summary>Units that the hub has charged.</summary>
    public long Charged => world.Charged - derived;

    public static async Task<BulkWorld> StartAsync(int rows, CancellationToken cancellationToken)
    {
        HubWorld hub = await HubWorld.StartAsync(members: 1, cancellationToken, declared: false);
        BulkWorld world = new(hub, rows);
        try
        {
            ReadOnlyMemory<byte>[] phones = Phones.Canonical(0, rows);
            await File.WriteAllTextAsync(hub.Hub.At(Input), Csv(phones), cancellationToken);
            await hub.BuildAsync(cancellationToken);
            MemberFolder member = new(hub.Members[0].Directory);
            await member.SyncAsync(cancellationToken);
            await world.GrantAsync(3L * rows, cancellationToken);
            byte[] keys = await ListedKeys.DeriveAsync(hub.Members[0], member, [.. phones.Where(static (_, index) => index % ListedEvery == 0)], cancellationToken);
            EntryTable.Fill(hub.Hub.Data.At("hub.db"), SeededEntries.Make(rows, keys), TimeProvider.System.GetUtcNow());
            await hub.BuildAsync(cancellationToken);
            await member.SyncAsync(cancellationToken);
            world.derived = world.Charged;
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs <c>bex query</c> over the file.</summary>
    /// <param name="result">Name of the result file.</param>
    /// <param name="more">Further arguments.</param>
    /// <param name="killAfter">Rows written after which it is killed; null = never.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<BexRun> QueryAsync(string result, string[] more, int? killAfter, CancellationToken cancellationToken) => BexRun.RunAsync(world.Hub,
        [
            "query", "--csv", world.Hub.At(Input), "--column", "phone", "--kind", IdentifierKinds.Name(HubWorld.Kind), "--purpose", Purposes.ReCheck, "--out", world.Hub.At(result), "--json",
            "--profile", world.Members[0].Directory, "--list", HubWorld.List, .. more,
        ],
        () => killAfter is { } least && File.Exists(world.Hub.At(result)) && Written(result) >= least, cancellationToken);

    /// <summary>Whole rows in a result file.</summary>
    public long Written(string result)
    {
        using FileStream stream = new(world.Hub.At(result), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] buffer = new byte[1 << 16];
        long lines = 0;
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return Math.Max(0, lines - 1);
    }

    /// <summary>Every phone has one verdict, and exactly those are listed whose entries are.</summary>
    public async Task RequireVerdictsAsync(string result, CancellationToken cancellationToken)
    {
        int next = 0;
        await foreach (string line in File.ReadLinesAsync(world.Hub.At(result), cancellationToken).Skip(1).WithCancellation(cancellationToken))
        {
            bool listed = next % ListedEvery == 0 && SeededEntries.StatusOf(next / ListedEvery) == EntryStatus.Listed;
            string expected = string.Create(CultureInfo.InvariantCulture, $"{next + 2},{next + 2},{(listed ? "listed" : "not-listed")},");
            if (!line.StartsWith(expected, StringComparison.Ordinal))
            {
                throw new NotMeasuredException($"Row {next + 1} of {result} should begin with '{expected}'.");
            }

            next++;
        }

        if (next != rows)
        {
            throw new NotMeasuredException($"{result} has {next} rows for {rows} phones.");
        }
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    private async Task GrantAsync(long units, CancellationToken cancellationToken)
    {
        using OperatorClient console = OperatorClient.Open(new Uri(world.Hub.Addresses.Operator), world.Hub.OperatorFolder);
        GrantBudgetRequest request = new(HubWorld.Entity, HubWorld.List, IdentifierKinds.Name(HubWorld.Kind), units, "+7d", "screening of a whole customer base");
        await console.PostAsync("budgets/grants", request, MembersJson.Default.GrantBudgetRequest, MembersJson.Default.BudgetsResponse, cancellationToken);
    }

    /// <summary>The canonical bytes end in the number with its country code.</summary>
    private static string Csv(IReadOnlyList<ReadOnlyMemory<byte>> phones)
    {
        StringBuilder text = new("id,phone\n");
        for (int index = 0; index < phones.Count; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"c{index},{Encoding.ASCII.GetString(phones[index].Span[^11..])}\n");
        }

        return text.ToString();
    }
}
