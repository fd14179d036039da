using System.Text.Json.Nodes;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Tests.Cli.Commands;

public sealed class ProfileCommandsTests
{
    [Fact]
    public async Task Returns_a_request_that_proves_both_keys_and_says_what_to_send()
    {
        using TemporaryFolder folder = new();
        BexRun run = await BexRun.Async("profile", "init", "weidian", "--dir", folder["p"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("Send to the operator", run.Output);
        Assert.Contains("Never send", run.Output);
        Assert.DoesNotContain("PRIVATE", run.Everything);
        Assert.True(EnrolmentRequest.TryParse(File.ReadAllText(System.IO.Path.Combine(folder["p"], "request.pem")), out EnrolmentRequest? request, out _));
        Assert.Equal("weidian", request!.Name);
    }

    [Fact]
    public async Task Keeps_an_existing_profile()
    {
        using TemporaryFolder folder = new();
        await BexRun.Async("profile", "init", "weidian", "--dir", folder["p"]);
        BexRun again = await BexRun.Async("profile", "init", "weidian", "--dir", folder["p"]);
        Assert.Equal(8, again.Code);
        Assert.StartsWith("bex: ", again.Error);
    }

    [Fact]
    public async Task Returns_the_only_profile_when_none_is_named_and_asks_when_there_are_two()
    {
        using TemporaryFolder folder = new();
        string? Variable(string name) => name == "HOME" ? folder.Path : null;
        Assert.Equal(2, (await BexRun.With(["profile", "show"], variable: Variable)).Code);
        await BexRun.With(["profile", "init", "jd-mall"], variable: Variable);
        BexRun one = await BexRun.With(["profile", "show", "--json"], variable: Variable);
        Assert.Equal(System.IO.Path.Combine(folder.Path, ".config", "bex", "jd-mall"), JsonNode.Parse(one.Output)!["profile"]!.GetValue<string>());
        await BexRun.With(["profile", "init", "weidian"], variable: Variable);
        BexRun two = await BexRun.With(["profile", "show"], variable: Variable);
        Assert.Equal(2, two.Code);
        Assert.Contains("jd-mall, weidian", two.Error);
        Assert.Equal(0, (await BexRun.With(["profile", "show", "--profile", "weidian"], variable: Variable)).Code);
        Assert.Equal(0, (await BexRun.With(["profile", "show"], variable: name => name == "BEX_PROFILE" ? "weidian" : Variable(name))).Code);
    }

    [Fact]
    public async Task Refuses_a_profile_that_others_may_read()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        using TemporaryFolder folder = new();
        await BexRun.Async("profile", "init", "weidian", "--dir", folder["p"]);
        File.SetUnixFileMode(System.IO.Path.Combine(folder["p"], "signing.key.pem"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        BexRun run = await BexRun.Async("profile", "show", "--profile", folder["p"], "--json");
        Assert.Equal(8, run.Code);
        Assert.Equal(8, JsonNode.Parse(run.Error)!["exit_code"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("UPPER")]
    [InlineData("x")]
    [InlineData("-ab")]
    public async Task Refuses_a_name_that_is_none(string name) => Assert.Equal(2, (await BexRun.Async("profile", "init", name)).Code);
}
