using System.Globalization;
using System.Text;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;

namespace BlacklistExchange.Benchmarks.Agents;

/// <summary>A hub with a list of three kinds, on which another member has reported some of the applicants, and an agent of a platform.</summary>
internal sealed class AgentWorld : IAsyncDisposable
{
    private AgentWorld(HubWorld hub, AgentProcess agent) => (Hub, Agent) = (hub, agent);

    public HubWorld Hub { get; }

    public AgentProcess Agent { get; }

    /// <param name="applicants">How many there are in all, from number 0.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<AgentWorld> StartAsync(int applicants, CancellationToken cancellationToken)
    {
        // A courier may ask for sign-ups and for parcels.
        HubWorld hub = await HubWorld.StartAsync(members: 2, cancellationToken, kinds: Applicant.Kinds, role: "courier");
        try
        {
            await hub.BuildAsync(cancellationToken);
            await ReportAsync(hub.Members[1].Directory, applicants, cancellationToken);
            await hub.BuildAsync(cancellationToken);
            return new AgentWorld(hub, await AgentProcess.StartAsync(hub, cancellationToken));
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>A base of customers as <c>bex drip</c> takes it, one applicant a row.</summary>
    public string WriteBase(int first, int count)
    {
        string path = Hub.Hub.At("base.csv");
        using StreamWriter csv = new(path, append: false, Encoding.UTF8);
        csv.Write("phone,email,shop\n");
        for (int number = first; number < first + count; number++)
        {
            csv.Write($"{Applicant.Phone(number)},{Applicant.Email(number)},{Applicant.Seller(number)}\n");
        }

        return path;
    }

    /// <summary>What was charged and for whom, from now on.</summary>
    public async Task<AgentCounts> CountAsync(CancellationToken cancellationToken) => new(
        Hub.Charged,
        await Agent.CounterAsync("bex_client_evaluation_units_total", "", cancellationToken),
        await Agent.CounterAsync("bex_client_evaluation_identifiers_total", "asked", cancellationToken),
        await Agent.CounterAsync("bex_client_evaluation_identifiers_total", "padding", cancellationToken));

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        await Hub.DisposeAsync();
    }

    private static async Task ReportAsync(string profile, int applicants, CancellationToken cancellationToken)
    {
        await using ExchangeClient reporter = new(new ExchangeClientOptions { ProfileDirectory = profile, List = HubWorld.List, OnUncertain = OnUncertain.FailOpen });
        IEnumerable<Identifier> listed = Enumerable.Range(0, applicants).Where(Applicant.IsListed).Select(static number => Identifier.Parse(IdentifierKind.Phone, Applicant.Phone(number)));
        foreach (Identifier[] some in listed.Chunk(ReportStatement.MaxItems))
        {
            await reporter.ReportAsync(new ReportCase
            {
                ReportId = Guid.NewGuid(),
                Category = Category.Counterfeit,
                EvidenceType = EvidenceType.CourtDecision,
                Observed = Month.Of(TimeProvider.System.GetUtcNow()),
                Identifiers = some,
            }, cancellationToken);
        }
    }
}

/// <summary>Counters at one moment.</summary>
/// <param name="Charged">Units, in the hub's table.</param>
/// <param name="Units">Units, as the agent counted them.</param>
/// <param name="Asked">Identifiers that somebody asked for.</param>
/// <param name="Padding">Identifiers that waited and took the place of padding.</param>
internal sealed record AgentCounts(long Charged, long Units, long Asked, long Padding)
{
    public AgentCounts Since(AgentCounts before) => new(Charged - before.Charged, Units - before.Units, Asked - before.Asked, Padding - before.Padding);

    public double UnitsPerIdentifier => (double)Charged / (Asked + Padding);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Charged} units for {Asked} asked and {Padding} in padding");
}
