using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Tests.Access;

public sealed class CertificateWarningsTests
{
    private const string Event = "1210 certificate-ending";

    [Fact]
    public async Task Says_at_30_14_and_7_days_that_a_certificate_ends_and_once_a_day_at_most()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        Assert.Empty(await SaidAsync(hub, TimeSpan.Zero));
        // The server's and the operator's last for 825 days.
        Assert.Empty(await SaidAsync(hub, TimeSpan.FromDays(794)));
        string[] thirty = await SaidAsync(hub, TimeSpan.FromDays(1));
        Assert.Equal(2, thirty.Length);
        Assert.Contains(thirty, static line => line.Contains("server server", StringComparison.Ordinal) && line.Contains("fewer than 30", StringComparison.Ordinal));
        Assert.Contains(thirty, static line => line.Contains("operator olivia", StringComparison.Ordinal));
        Assert.Empty(await SaidAsync(hub, TimeSpan.FromHours(23)));
        Assert.Equal(2, (await SaidAsync(hub, TimeSpan.FromHours(1))).Length);
        Assert.All(await SaidAsync(hub, TimeSpan.FromDays(15)), static line => Assert.Contains("fewer than 14", line, StringComparison.Ordinal));
        Assert.All(await SaidAsync(hub, TimeSpan.FromDays(7)), static line => Assert.Contains("fewer than 7", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Says_it_of_a_member_and_of_none_that_was_renewed()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        await hub.EnrolAsync("alpha");
        Assert.Contains("member alpha", Assert.Single(await SaidAsync(hub, TimeSpan.FromDays(20))), StringComparison.Ordinal);
    }

    /// <summary>Those that this round of figures has brought.</summary>
    private static async Task<string[]> SaidAsync(HubFixture hub, TimeSpan pass)
    {
        int before = Lines(hub).Length;
        hub.Time.Advance(pass);
        await hub.Service<ReadStoredFigures>().RunOnceAsync(CancellationToken.None);
        return Lines(hub)[before..];
    }

    private static string[] Lines(HubFixture hub) => [.. hub.Log.Lines.Where(static line => line.StartsWith(Event, StringComparison.Ordinal))];
}
