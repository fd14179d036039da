using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BlacklistExchange.Client.Testing;
using BlacklistExchange.Client.Tests;
using BlacklistExchange.Client.Tests.Cli;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Agent.Tests.Gates;

/// <summary>The ASP.NET Core sample does what it is a sample of, as a process, against a hub that lists, lists later, and is gone.</summary>
public sealed partial class SignUpSampleTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private FakeHub _hub = null!;
    private SignUpProcess _shop = null!;

    public async Task InitializeAsync()
    {
        _hub = await FakeHub.StartAsync(new FakeHubOptions { Kinds = [IdentifierKind.Phone, IdentifierKind.Email, IdentifierKind.ResidentId] });
        _hub.List(TestIds.Phone(1), TestIds.ResidentId(1));
        _hub.CreateProfile(_folder["profile"]);
        _shop = await SignUpProcess.StartAsync(_folder.Path, "--Exchange:ProfileDirectory", _folder["profile"], "--Exchange:List", _hub.ListName, "--Exchange:SyncInterval", "00:00:10", "--ContestDesk", "desk@shop.test");
    }

    [Fact]
    public async Task Returns_accounts_refusals_and_payouts_as_its_policy_says()
    {
        string innocent = AccountOf(await _shop.SignUpAsync(Typed(TestIds.Phone(2)), Typed(TestIds.ResidentId(2)), "somebody@mail.test"));
        string later = AccountOf(await _shop.SignUpAsync(Typed(TestIds.Phone(3)), Typed(TestIds.ResidentId(3))));
        string weak = AccountOf(await _shop.SignUpAsync(Typed(TestIds.Phone(1))));
        (int status, string refusal) = await _shop.SignUpAsync(Typed(TestIds.Phone(4)), Typed(TestIds.ResidentId(1)));

        Assert.Equal(403, status);
        Assert.Contains("contest it, once for all platforms", refusal, StringComparison.Ordinal);
        Assert.Contains("desk@shop.test", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("reporter", refusal, StringComparison.OrdinalIgnoreCase);
        Assert.Equal([weak], await NotedAsync("weak hit: "));
        Assert.Single(await NotedAsync(""));

        _hub.List(TestIds.Phone(3), TestIds.ResidentId(3));
        long charged = _hub.Charged;
        await Waiting.UntilAsync(async () => !(bool)(await _shop.PayOutAsync(later))["pay"]!);
        Assert.Equal([later], await NotedAsync("payout: The resident-id (number 2)"));
        Assert.Equal(charged, _hub.Charged);

        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _hub.BeforeAnswer = _ => held.Task;
        string slow = AccountOf(await _shop.SignUpAsync(Typed(TestIds.Phone(6))));
        Assert.Equal([slow], await NotedAsync("not checked: no answer in time"));
        held.SetResult();

        await _hub.StopAsync();
        string unasked = AccountOf(await _shop.SignUpAsync(Typed(TestIds.Phone(5))));
        Assert.Equal([unasked], await NotedAsync("unsure: "));
        Assert.True((bool)(await _shop.PayOutAsync(innocent))["pay"]!);
        Assert.False((bool)(await _shop.PayOutAsync(later))["pay"]!);
        Assert.False((bool)(await _shop.PayOutAsync(unasked))["pay"]!);
        await AssertSilentAsync();
    }

    [Fact]
    public async Task Refuses_forged_and_hostile_forms()
    {
        (string form, var headers) = await _shop.FormAsync("zh-CN,zh;q=0.9,en;q=0.1");
        Assert.Contains("<label>手机号 ", form, StringComparison.Ordinal);
        Assert.Contains("<label>Mobile phone ", (await _shop.FormAsync("en;q=0.9,zh;q=0.1")).Text, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        Assert.Equal(400, (await _shop.SendAsync(new() { ["phone"] = Typed(TestIds.Phone(2)) })).Status);
        (int status, string text) = await _shop.SignUpAsync("\"><script>alert(1)</script>");
        Assert.Equal(400, status);
        Assert.Contains("value=\"&quot;&gt;&lt;script&gt;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(400, (await _shop.SignUpAsync("")).Status);
        Assert.DoesNotContain(_hub.Requests, static request => request.Purpose is not null);
    }

    public async Task DisposeAsync()
    {
        _shop.Dispose();
        await _hub.DisposeAsync();
        _folder.Dispose();
    }

    private static string Typed(Identifier identifier) => identifier.RevealValue();

    private static string AccountOf((int Status, string Text) answer)
    {
        Assert.Equal(201, answer.Status);
        return Code().Match(answer.Text).Groups[1].Value;
    }

    private async Task<string[]> NotedAsync(string beginning) =>
        [.. JsonNode.Parse(await _shop.Browser.GetStringAsync("/staff/review"))!.AsArray().Where(noted => ((string)noted!["note"]!).StartsWith(beginning, StringComparison.Ordinal)).Select(static noted => (string)noted!["id"]!)];

    private async Task AssertSilentAsync()
    {
        string notes = await _shop.Browser.GetStringAsync("/staff/review");
        Assert.Equal(0, await _shop.EndAsync());
        string printed = _shop.Printed + notes;
        Assert.Contains("opened, noted for review", printed, StringComparison.Ordinal);
        foreach (Identifier identifier in Enumerable.Range(1, 6).SelectMany(static number => new[] { TestIds.Phone(number), TestIds.ResidentId(number) }))
        {
            Assert.DoesNotContain(Typed(identifier).TrimStart('+')[2..], printed, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("<code>([0-9a-f-]{36})</code>")]
    private static partial Regex Code();
}
