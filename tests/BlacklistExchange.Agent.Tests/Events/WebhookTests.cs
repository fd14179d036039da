using System.Text;
using BlacklistExchange.Agent.Events;
using BlacklistExchange.Agent.Tests.Outbox;
using BlacklistExchange.Client.Tests;
using BlacklistExchange.Protocol.Tests.Gates;

namespace BlacklistExchange.Agent.Tests.Events;

/// <summary>Events posted to a real receiver.</summary>
public sealed class WebhookTests
{
    [Fact]
    public async Task Keeps_order_through_refusals_redirects_and_a_restart()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        // Every attempt up to the fourth is refused in some way.
        receiver.Answer = static attempt => attempt switch { 1 => 500, 2 => 302, 3 => 401, _ => 204 };
        await using AgentWorld world = await AgentWorld.StartAsync(listed: TestIds.Seller(3));
        await world.StopAgentAsync();
        world.Change = settings => receiver.Set(settings, world.Folder);
        await world.RestartAsync();
        await world.LoseHubAsync();
        foreach (int number in Enumerable.Range(1, 5))
        {
            await world.PostAsync("/v1/check", OutboxWorld.Check($"a-{number}", TestIds.Seller(number)));
        }
        world.FindHub();
        await Waiting.UntilAsync(() => receiver.Attempts >= 1);
        await world.RestartAsync();
        await Waiting.UntilAsync(() => receiver.Events.Count >= 5);
        Assert.Equal([1L, 2L, 3L, 4L, 5L], receiver.Events.Select(static one => (long)one["sequence"]!));
        Assert.Equal(["a-1", "a-2", "a-3", "a-4", "a-5"], receiver.Events.Select(static one => (string)one["id"]!).Order());
        Assert.Equal("listed", receiver.Events.Where(static one => (string)one["id"]! == "a-3").Select(static one => (string)one["answer"]!["verdict"]!).Single());
        Assert.Equal(0, receiver.Forged);
        await Waiting.UntilAsync(async () => (int)(await world.GetAsync("/v1/pending")).Body["stored"]! == 0);
        Assert.Contains("bex_agent_webhook_attempts_total{outcome=\"delivered\"} 5\n", (await world.GetAsync("/metrics")).Body.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void Returns_the_signature_of_the_specification()
    {
        string text = Repository.Read("spec/agent.md");
        string[] example = text[text.IndexOf("```text\nsecret ", StringComparison.Ordinal)..].Split('\n')[1..5];
        Assert.Equal(["secret", "t", "body", "Bex-Signature:"], example.Select(static line => line.Split(' ')[0]));
        string[] values = [.. example.Select(static line => line[line.IndexOf(' ', StringComparison.Ordinal)..].Trim())];
        Assert.Equal(values[3], WebhookSignature.Of(Encoding.ASCII.GetBytes(values[0]), long.Parse(values[1], System.Globalization.CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(values[2])));
        Assert.NotEqual(values[3], WebhookSignature.Of(Encoding.ASCII.GetBytes(values[0]), 1, Encoding.UTF8.GetBytes(values[2])));
    }

    [Theory]
    [InlineData("http://example.com/hook", true, "https")]
    [InlineData("https://user:planted@example.com/hook", true, "without a user name")]
    [InlineData("planted", true, "https")]
    [InlineData("https://example.com/hook", false, "--webhook-secret-file")]
    [InlineData(null, true, "needs --webhook")]
    public async Task Refuses_an_address_or_a_secret_that_is_not_safe(string? address, bool hasSecret, string why)
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        string[] hook = address is null ? [] : ["--webhook", address];
        string[] secret = hasSecret ? ["--webhook-secret-file", Receiver.SecretFile(world.Folder)] : [];
        (int code, string text) = await AgentProcess.RunAsync(AgentProcess.Serve(world, ["--socket", world.Folder["own.sock"], .. hook, .. secret]));
        Assert.Equal(2, code);
        Assert.Contains(why, text, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_secret_that_others_may_read()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        string file = world.Folder.Write("open-secret", Receiver.Secret);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        (int code, string text) = await AgentProcess.RunAsync(AgentProcess.Serve(world, "--socket", world.Folder["own.sock"], "--webhook", "https://example.com/", "--webhook-secret-file", file));
        Assert.Equal(2, code);
        Assert.Contains("--webhook-secret-file: others may read", text, StringComparison.Ordinal);
    }
}
