using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Tests;
using Dapper;

namespace BlacklistExchange.EndToEnd.Tests.Faults;

/// <summary>The wire between a member and the hub breaks at the worst moments: nothing is lost, nothing is charged twice, and a person learns what happened.</summary>
public sealed class CutConnectionTests : IAsyncLifetime
{
    private static readonly Identifier Phone = RealWorld.Phone("13912870365");

    private RealWorld _world = null!;
    private CuttingProxy _wire = null!;
    private ExchangeClient _client = null!;

    public async Task InitializeAsync()
    {
        _world = await RealWorld.StartAsync();
        await _world.PublishAsync();
        _wire = new CuttingProxy(_world.Hub.Host.Address(HubPort.Member));
        _client = await _world.ClientAsync("alpha", _wire.Address);
        await _client.SyncAsync();
    }

    public async Task DisposeAsync()
    {
        await _world.DisposeAsync();
        await _wire.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Returns_a_verdict_and_charges_once_when_the_wire_is_cut_in_the_middle_of_a_query(bool onTheWayThere)
    {
        Cut(onTheWayThere);
        Listing listing = await _client.QueryAsync(Phone, Purposes.SignUp);
        Assert.Equal(1, _wire.Cuts);
        Assert.Equal(Verdict.NotListed, listing.Verdict);
        Assert.Equal(4, await UsedAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Keeps_one_report_and_gives_its_receipt_when_the_wire_is_cut_in_the_middle(bool onTheWayThere)
    {
        ReportCase reportCase = _world.Case(EvidenceType.PlatformAdjudication, Phone);
        // The evaluation first, so that the cut meets the report.
        await _client.QueryAsync(Phone, Purposes.SignUp);
        Cut(onTheWayThere);
        Receipt receipt = await _client.ReportAsync(reportCase);
        Assert.Equal(1, _wire.Cuts);
        Assert.Equal(reportCase.ReportId, receipt.ReportId);
        Assert.Equal(1, await CountAsync("report"));
        Assert.Equal(1, await CountAsync("report_item"));
    }

    [Fact]
    public async Task Returns_unsure_with_a_reason_while_the_hub_cannot_be_reached_and_the_verdict_when_it_can()
    {
        _wire.Dead = true;
        await KillConnectionsAsync();
        Listing listing = await _client.QueryAsync(Phone, Purposes.SignUp);
        Assert.Equal((Verdict.Unsure, UnsureReason.Unreachable), (listing.Verdict, listing.Reason));
        Assert.True(listing.ShouldRefuse);
        _wire.Dead = false;
        Assert.Equal(Verdict.NotListed, (await _client.QueryAsync(Phone, Purposes.SignUp)).Verdict);
    }

    [Fact]
    public async Task Keeps_a_report_in_the_vault_while_the_hub_cannot_be_reached_and_files_the_same_bytes_later()
    {
        await _client.QueryAsync(Phone, Purposes.SignUp);
        ReportCase reportCase = _world.Case(EvidenceType.PlatformAdjudication, Phone);
        _wire.Dead = true;
        await KillConnectionsAsync();
        HubUnreachableException failure = await Assert.ThrowsAsync<HubUnreachableException>(() => _client.ReportAsync(reportCase));
        Assert.Contains(_wire.Address.Authority, failure.Message, StringComparison.Ordinal);
        Assert.Equal([reportCase.ReportId], _client.GetReportIds());
        _wire.Dead = false;
        ResumedReport resumed = Assert.Single(await _client.ResumeReportsAsync());
        Assert.Equal(reportCase.ReportId, resumed.Receipt!.ReportId);
        Assert.Equal(1, await CountAsync("report"));
    }

    [Fact]
    public async Task Returns_an_answer_to_the_next_call_after_the_hub_was_restarted_under_open_connections()
    {
        Assert.Equal(Verdict.NotListed, (await _client.QueryAsync(Phone, Purposes.SignUp)).Verdict);
        await _world.Hub.RestartAsync();
        _wire.Hub = _world.Hub.Host.Address(HubPort.Member);
        Assert.Equal(Verdict.NotListed, (await _client.QueryAsync(RealWorld.Phone("15827364519"), Purposes.SignUp)).Verdict);
        Assert.Equal(8, await UsedAsync());
        Receipt receipt = await _client.ReportAsync(_world.Case(EvidenceType.PlatformAdjudication, Phone));
        Assert.Single(receipt.Items);
    }

    /// <summary>The next request goes out whole and the wire is cut before its answer, or the answer is swallowed.</summary>
    private void Cut(bool onTheWayThere)
    {
        if (onTheWayThere)
        {
            _wire.CutAfterFromMember = _wire.FromMember + 200;
        }
        else
        {
            _wire.CutAfterFromHub = _wire.FromHub + 200;
        }
    }

    /// <summary>Ends what is open, by the byte that flows next.</summary>
    private async Task KillConnectionsAsync()
    {
        await Assert.ThrowsAsync<HubUnreachableException>(() => _client.GetBudgetAsync());
        Assert.True(_wire.Dead);
    }

    private async Task<long> UsedAsync()
    {
        BudgetLine line = (await _client.GetBudgetAsync()).Budgets.Single(static line => line.Kind == World.Kind);
        return line.EpochTotal.Limit - line.EpochTotal.Remaining;
    }

    private Task<long> CountAsync(string table) => _world.Hub.Store.ReadAsync((connection, transaction) =>
        connection.ExecuteScalar<long>($"SELECT count(*) FROM {table}", transaction: transaction), CancellationToken.None);
}
