using System.Text.Json;
using System.Text.Json.Nodes;
using BlacklistExchange.Client;
using BlacklistExchange.EndToEnd.Tests.Leaks;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Members;

namespace BlacklistExchange.EndToEnd.Tests.Certificates;

/// <summary>A member's worst day, as typed: the code on paper, a hub, and no profile.</summary>
public sealed class EmergencyTests : IAsyncLifetime
{
    private RealWorld _world = null!;

    private string Public => _world.Hub.Host.Address(HubPort.Public).ToString();

    public async Task InitializeAsync() => _world = await RealWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Suspends_by_the_code_that_was_printed_and_comes_back_with_another()
    {
        string folder = Path.Combine(_world.Members, "alpha");
        (int made, string output, _) = await Bex.RunAsync("", "profile", "init", "alpha", "--dir", folder, "--json");
        Assert.Equal(0, made);
        string code = JsonNode.Parse(output)!["emergency_code"]!.GetValue<string>();
        Assert.DoesNotContain(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories), path => File.ReadAllText(path).Contains(code, StringComparison.Ordinal));
        ExchangeProfile profile = await EnrolAsync(folder);

        (int wrong, _, string refused) = await Bex.RunAsync(EmergencyCode.Create() + "\n", "emergency", "alpha", "--hub", Public);
        Assert.Equal(7, wrong);
        Assert.Contains("do not fit", refused, StringComparison.Ordinal);
        (int slip, _, string noCode) = await Bex.RunAsync("0000\n", "emergency", "alpha", "--hub", Public);
        Assert.Equal(2, slip);
        Assert.DoesNotContain("0000", noCode, StringComparison.Ordinal);
        (int done, string said, string errors) = await Bex.RunAsync(code.ToLowerInvariant() + "\n", "emergency", "alpha", "--hub", Public);
        Assert.True(done == 0, errors);
        Assert.Contains("alpha is suspended", said, StringComparison.Ordinal);
        await Assert.ThrowsAsync<CertificateRefusedException>(() => _world.Client(profile).GetListsAsync());

        (int renewed, string next, _) = await Bex.RunAsync("", "profile", "renew", "--profile", folder, "--json");
        Assert.Equal(0, renewed);
        EnrolledResponse answer = await _world.Hub.Operator.PostAsync("members/alpha/renew", new RenewMemberRequest(ExchangeProfile.Open(folder).Request!),
            MembersJson.Default.RenewMemberRequest, MembersJson.Default.EnrolledResponse, CancellationToken.None);
        await _world.Hub.Operator.PostAsync("members/alpha/reinstate", new ChangeMemberRequest("the leak is closed"), MembersJson.Default.ChangeMemberRequest, MembersJson.Default.MemberResponse, CancellationToken.None);
        ExchangeProfile back = ExchangeProfile.Open(folder).Import(JsonSerializer.Serialize(answer.Bundle, WireJson.Default.MemberBundle), timeProvider: _world.Hub.Time);
        Assert.NotEmpty((await _world.Client(back).GetListsAsync()).Lists);
        Assert.NotEqual(code, JsonNode.Parse(next)!["emergency_code"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("http://hub.example.test:8445")]
    [InlineData("hub.example.test")]
    public async Task Sends_no_code_in_clear(string hub) => Assert.Equal(2, (await Bex.RunAsync(EmergencyCode.Create() + "\n", "emergency", "alpha", "--hub", hub)).Code);

    private async Task<ExchangeProfile> EnrolAsync(string folder)
    {
        ExchangeProfile profile = ExchangeProfile.Open(folder);
        await _world.Hub.Operator.PostAsync("entities", new AddEntityRequest("alpha", "alpha", "alpha"), MembersJson.Default.AddEntityRequest, MembersJson.Default.EntityResponse, CancellationToken.None);
        EnrolledResponse enrolled = await _world.Hub.Operator.PostAsync("members", new AddMemberRequest(profile.Request!, "alpha", "member", "marketplace"),
            MembersJson.Default.AddMemberRequest, MembersJson.Default.EnrolledResponse, CancellationToken.None);
        return profile.Import(JsonSerializer.Serialize(enrolled.Bundle, WireJson.Default.MemberBundle), timeProvider: _world.Hub.Time);
    }
}
