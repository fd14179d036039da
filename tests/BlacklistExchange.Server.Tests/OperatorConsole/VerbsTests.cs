using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Tests.Engines;

namespace BlacklistExchange.Server.Tests.OperatorConsole;

/// <summary>The operator's first day, as typed.</summary>
public sealed class VerbsTests
{
    [Fact]
    public async Task Sets_up_an_exchange_from_the_command_line()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string csr = hub.Folder.At("alpha.csr");
        string bundle = hub.Folder.At("alpha.json");
        using (ECDsa tls = EcdsaKeys.Create())
        using (ECDsa signing = EcdsaKeys.Create())
        {
            await File.WriteAllTextAsync(csr, EnrolmentRequest.Create("alpha", tls, signing));
        }
        await RunAsync(hub, 0, "Next: bex-hub epoch open goods", "list", "add", "goods", "--kinds", "phone,resident-id", "--scope", "Counterfeits", "--release-delay", "0s");
        await RunAsync(hub, 0, "lives from", "epoch", "open", "goods");
        await RunAsync(hub, 0, "budgets and independence count for market", "entity", "add", "market", "--name", "北京某某有限公司", "--registry-number", "91110000MA0000000X");
        await RunAsync(hub, 0, "457", "member", "add", "--csr", csr, "--entity", "market", "--role", "member", "--sector", "marketplace", "--declared", "phone=6000/day", "--out", bundle);
        Assert.Equal("alpha", JsonSerializer.Deserialize(await File.ReadAllBytesAsync(bundle), WireJson.Default.MemberBundle)!.Member);
        await RunAsync(hub, 0, "北京某某有限公司", "entity", "list");
        await RunAsync(hub, 0, "alpha   market  member", "member", "list");
        await RunAsync(hub, 0, "'alpha' is suspended", "member", "suspend", "alpha", "--reason", "key lost");
        await RunAsync(hub, 1, "needs it active", "member", "suspend", "alpha", "--reason", "again");
        await RunAsync(hub, 0, "'alpha' is active", "member", "reinstate", "alpha", "--reason", "found");
        await RunAsync(hub, 0, "4,380,000", "budget", "show");
        await RunAsync(hub, 0, "300,000", "budget", "set", "market", "--list", "goods", "--kind", "phone", "--epoch", "300000", "--reason", "smaller");
        await RunAsync(hub, 0, "50,000", "budget", "grant", "market", "--list", "goods", "--kind", "phone", "--units", "50000", "--until", "+7d", "--reason", "sale");
        await RunAsync(hub, 0, "live", "epoch", "list");
        await RunAsync(hub, 0, "(none)", "epoch", "status");
        await RunAsync(hub, 0, "platform-adjudication", "list", "show", "goods");
        await RunAsync(hub, 0, "\"release_delay_seconds\": 0", "list", "show", "goods", "--json");
        await RunAsync(hub, 0, "its reports stand", "member", "revoke", "alpha", "--reports", "stand", "--reason", "left");
    }

    [Fact]
    public async Task Says_what_is_wrong_with_the_command_line()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        await RunAsync(hub, 2, "'fax' is not an identifier kind", "member", "add", "--csr", "x", "--entity", "m", "--sector", "s", "--declared", "fax=1/day", "--out", hub.Folder.At("b.json"));
        await RunAsync(hub, 2, "--csr /nowhere cannot be read", "member", "add", "--csr", "/nowhere", "--entity", "m", "--sector", "s", "--out", hub.Folder.At("b.json"));
        await RunAsync(hub, 2, "name a file in a folder that exists", "member", "add", "--csr", "x", "--entity", "m", "--sector", "s", "--out", "/nowhere/b.json");
        await RunAsync(hub, 2, "is not a duration", "list", "add", "goods", "--kinds", "phone", "--scope", "x", "--release-delay", "soon");
        await RunAsync(hub, 1, "Refused (not-found)", "epoch", "open", "goods");
        string policy = hub.Folder.At("policy.json");
        await File.WriteAllTextAsync(policy, """{"ladder":[],"expiry_days":{}}""");
        await RunAsync(hub, 2, "purposes", "list", "add", "goods", "--kinds", "phone", "--scope", "x", "--policy", policy);
    }

    [PostgresFact]
    public async Task Migrates_a_postgres_database_once()
    {
        using TestDatabase database = TestDatabase.Empty(PostgresCluster.Shared);
        using TempFolder temp = new();
        string settings = $$$"""{"Exchange":"beijing","Kek":{"File":"k"},"Store":{"Engine":"postgres","ConnectionFile":"{{{database.ConnectionFile}}}"}}""";
        await File.WriteAllTextAsync(temp.At("hub.json"), settings);
        foreach (string expected in (string[])["Applied 0001_members", "Nothing to do."])
        {
            RootCommand root = new("test") { MigrateCommand.Create(TimeProvider.System) };
            root.Options.Add(ConsoleOptions.Data);
            using StringWriter output = new();
            Assert.Equal(0, await root.Parse(["migrate", "--data", temp.Path]).InvokeAsync(new InvocationConfiguration { Output = output, Error = output }));
            Assert.Contains(expected, output.ToString(), StringComparison.Ordinal);
        }
    }

    internal static async Task RunAsync(HubFixture hub, int code, string expected, params string[] arguments)
    {
        RootCommand root = new("test");
        root.Options.Add(ConsoleOptions.Data);
        root.Options.Add(ConsoleOptions.Operator);
        root.Options.Add(ConsoleOptions.Json);
        Slices.AddVerbs(root);
        using StringWriter output = new();
        int ended = await root.Parse([.. arguments, "--data", hub.Folder.Path]).InvokeAsync(new InvocationConfiguration { Output = output, Error = output });
        Assert.True(ended == code && output.ToString().Contains(expected, StringComparison.Ordinal), $"{string.Join(' ', arguments)} ended with {ended}:\n{output}");
        if (arguments is ["member" or "entity" or "epoch" or "budget" or "certificate" or "operator", "list" or "show" or "status", ..] && !arguments.Contains("--json"))
        {
            Assert.All(output.ToString().Split('\n'), static line => Assert.True(TextWidth.Of(line) <= 80, line));
        }
    }
}
