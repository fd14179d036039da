using System.CommandLine;
using System.Text.Json;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Incidents;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Tests.Telemetry;
using BlacklistExchange.Server.Usage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BlacklistExchange.Server.Tests.Incidents;

/// <summary>A member's key is in other hands: what the operator is told.</summary>
public sealed class ShowIncidentTests : IAsyncLifetime
{
    private BusyHub _busy = null!;

    /// <summary>Yesterday the member asked once, filed one report and synchronised; today somebody else asks three times with its key.</summary>
    public async Task InitializeAsync()
    {
        _busy = await BusyHub.StartAsync();
        await _busy.Hub.Store.WriteAsync(static (connection, transaction) => connection.Execute("UPDATE entity SET name = '北京某某网络科技有限公司' WHERE slug = 'alpha'", transaction: transaction), CancellationToken.None);
        await WriteAsync();
        _busy.Hub.Time.Advance(TimeSpan.FromHours(30));
        EnrolledMember alpha = await SecondKeyAsync();
        for (int round = 0; round < 3; round++)
        {
            await _busy.EvaluateAsync(alpha.Http);
        }
        Assert.True((await alpha.Http.GetAsync("/v1/lists/goods/manifest")).IsSuccessStatusCode);
        await WriteAsync();
    }

    public async Task DisposeAsync() => await _busy.DisposeAsync();

    [Fact]
    public async Task Tells_use_since_from_use_before_and_a_new_key_from_the_old()
    {
        IncidentResponse incident = await ReadAsync("24h");
        Assert.Equal((12, 4, "active", "北京某某网络科技有限公司"), (incident.TestedAtWorst, incident.TestedBefore, incident.Status, incident.EntityName));
        Assert.Equal(new IncidentUse("goods", "phone", 3, 12, 0, 1, 4, 0), Assert.Single(incident.Use));
        Assert.Equal(12, incident.Hours.Sum(static hour => hour.Units));
        IncidentFile manifest = incident.Files.Single(static file => file.File == "manifest");
        Assert.Equal((1, null), (manifest.Fetches, manifest.Kind));
        Assert.Equal(2, incident.Certificates.Count);
        IncidentAddress address = Assert.Single(incident.Addresses);
        Assert.True(address.New);
        Assert.Equal(incident.Certificates.Single(static one => one.CreatedAt > 0).Spki, address.Spki);
        IncidentRemaining left = incident.Remaining.Single(static line => line.Kind == "phone");
        Assert.Equal((20_000 - 12, 1_000_000 - 16), (left.Today, left.InAll));
        Assert.Empty(incident.Reports);
        IncidentResponse all = await ReadAsync("3d");
        Assert.Equal(16, all.TestedAtWorst);
        Assert.True(all.RecordedSince > all.BaselineFrom);
        IncidentReport report = Assert.Single(all.Reports);
        Assert.Equal((1, 1, 1, 1), (report.Items, report.Standing, all.ReportsFiled, Assert.Single(all.Signed).Reports));
        Assert.Equal(0, all.Retractions + all.Disputes);
    }

    [Fact]
    public async Task Fits_eighty_columns_and_names_the_next_command_as_long_as_the_member_is_not_stopped()
    {
        string text = await RunAsync(0, "--since", "3d");
        Assert.All(text.Split('\n'), static line => Assert.True(TextWidth.Of(line) <= 80, line));
        Assert.Contains("AT WORST 16 identifiers", text, StringComparison.Ordinal);
        Assert.Contains("NOT STOPPED", text, StringComparison.Ordinal);
        Assert.Contains("bex-hub member suspend alpha", text, StringComparison.Ordinal);
        Assert.Contains("北京某某网络科技有限公司", text, StringComparison.Ordinal);
        Assert.Contains($"alpha/{(await ReadAsync("3d")).Reports[0].Id}", text, StringComparison.Ordinal);
        await _busy.Hub.Operator.PostAsync("members/alpha/suspend", new ChangeMemberRequest("key leaked"), MembersJson.Default.ChangeMemberRequest, MembersJson.Default.MemberResponse, CancellationToken.None);
        text = await RunAsync(0, "--since", "3d");
        Assert.Contains("Stopped:", text, StringComparison.Ordinal);
        Assert.Contains("member suspend by olivia: key leaked", text, StringComparison.Ordinal);
        Assert.DoesNotContain("bex-hub member suspend", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drafts_a_notice_that_nobody_else_reads_and_nothing_overwrites()
    {
        string path = _busy.Hub.Folder.At("notice.md");
        Assert.Contains("fill in every", await RunAsync(0, "--since", "24h", "--notice", path), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        string notice = await File.ReadAllTextAsync(path);
        foreach (string part in (string[])["草稿", "手机号码", "telephone numbers", "共 12 次", "12 evaluations", "北京某某网络科技有限公司", "desk@example.test", "【截至", "had not been stopped"])
        {
            Assert.Contains(part, notice, StringComparison.Ordinal);
        }
        Assert.Contains("is not overwritten", await RunAsync(2, "--since", "24h", "--notice", path), StringComparison.Ordinal);
        Assert.Equal(notice, await File.ReadAllTextAsync(path));
        Assert.Contains("a folder that exists", await RunAsync(2, "--since", "24h", "--notice", "/nowhere/notice.md"), StringComparison.Ordinal);
        Assert.Equal(IdentifierKinds.All.Select(static kind => kind.Name).Order(), BreachNotice.Kinds.Keys.Order());
    }

    [Fact]
    public async Task Prints_json_and_says_what_is_wrong_with_the_question()
    {
        using JsonDocument json = JsonDocument.Parse(await RunAsync(0, "--since", "24h", "--json"));
        Assert.Equal(12, json.RootElement.GetProperty("tested_at_worst").GetInt64());
        Assert.Contains("field: since", await RunAsync(1, "--since", "soon"), StringComparison.Ordinal);
        Assert.Contains("field: until", await RunAsync(1, "--since", "1h", "--until", "2h"), StringComparison.Ordinal);
        OperatorRefusedException refused = await Assert.ThrowsAsync<OperatorRefusedException>(() =>
            _busy.Hub.Operator.GetAsync("members/nobody/incident?since=1h", IncidentJson.Default.IncidentResponse, CancellationToken.None));
        Assert.Equal(Problem.TypePrefix + "not-found", refused.Problem.Type);
    }

    private async Task<EnrolledMember> SecondKeyAsync()
    {
        EnrolledMember other = await _busy.Hub.EnrolAsync("other");
        byte[] spki = CallerGate.SpkiSha256(other.Certificate);
        long now = _busy.Hub.Time.GetUtcNow().ToUnixTimeSeconds();
        await _busy.Hub.Store.WriteAsync((connection, transaction) =>
            connection.Execute("UPDATE member_certificate SET member = 'alpha', created_at = @now WHERE spki_sha256 = @spki", new { spki, now }, transaction), CancellationToken.None);
        return other with { Http = _busy.Hub.Client(other.Certificate) };
    }

    private Task<IncidentResponse> ReadAsync(string since) =>
        _busy.Hub.Operator.GetAsync($"members/alpha/incident?since={since}", IncidentJson.Default.IncidentResponse, CancellationToken.None);

    /// <summary>What was noted in memory, or was on its way already, is in the store.</summary>
    private async Task WriteAsync()
    {
        await _busy.Hub.Host.Services.GetServices<IHostedService>().OfType<WriteUse>().Single().RunAsync(CancellationToken.None);
        await _busy.Hub.Store.WriteAsync(static (_, _) => true, CancellationToken.None);
    }

    private async Task<string> RunAsync(int code, params string[] options)
    {
        RootCommand root = new("test");
        root.Options.Add(ConsoleOptions.Data);
        root.Options.Add(ConsoleOptions.Operator);
        root.Options.Add(ConsoleOptions.Json);
        Slices.AddVerbs(root);
        using StringWriter output = new();
        int ended = await root.Parse(["incident", "alpha", .. options, "--data", _busy.Hub.Folder.Path]).InvokeAsync(new InvocationConfiguration { Output = output, Error = output });
        Assert.True(ended == code, $"{string.Join(' ', options)} ended with {ended}:\n{output}");
        return output.ToString();
    }
}
