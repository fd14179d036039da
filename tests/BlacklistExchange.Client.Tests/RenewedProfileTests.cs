using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using BlacklistExchange.Client.Hub;
using BlacklistExchange.Client.Testing;
using BlacklistExchange.Protocol.Wire;
using Microsoft.Extensions.Logging;

namespace BlacklistExchange.Client.Tests;

/// <summary>A profile that is renewed while others read it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RenewedProfileTests : IAsyncLifetime
{
    private TestWorld _world = null!;

    private string Profile => _world.PathOf("member-a");

    public async Task InitializeAsync() => _world = await TestWorld.StartAsync(new FakeHubOptions { Kinds = [Protocol.Identifiers.IdentifierKind.Phone] });

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Keeps_readable_at_every_moment_of_its_imports()
    {
        ExchangeProfile profile = _world.Hub.CreateProfile(Profile, "member-a");
        using CancellationTokenSource done = new();
        TaskCompletionSource read = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task reader = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                using X509Certificate2 identity = ExchangeProfile.Open(Profile).ReadTlsIdentity();
                Assert.True(identity.HasPrivateKey);
                read.TrySetResult();
            }
        });
        // A loaded machine may begin the reader late: no import before it reads, or it would have seen none of them.
        await await Task.WhenAny(read.Task, reader);
        for (int round = 0; round < 25; round++)
        {
            profile = profile.Import(_world.Hub.Enrol(profile.CreateRenewalRequest()));
        }
        await done.CancelAsync();
        await reader;
    }

    [Fact]
    public void Connects_and_renews_again_after_an_import_that_was_cut_off_in_the_middle()
    {
        ExchangeProfile profile = _world.Hub.CreateProfile(Profile, "member-a");
        string next = Path.Combine(Profile, "tls.next.key.pem");
        string present = Path.Combine(Profile, "tls.key.pem");
        byte[] old = File.ReadAllBytes(present);
        ExchangeProfile renewed = profile.Import(_world.Hub.Enrol(profile.CreateRenewalRequest()));
        // As a crash leaves it: the bundle is there, its key still under the other name.
        File.Move(present, next);
        File.WriteAllBytes(present, old);
        File.SetUnixFileMode(present, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        using X509Certificate2 identity = ExchangeProfile.Open(Profile).ReadTlsIdentity();
        Assert.Equal(X509Certificate2.CreateFromPem(renewed.Bundle.Certificate).Thumbprint, identity.Thumbprint);

        Assert.True(EnrolmentRequest.TryParse(ExchangeProfile.Open(Profile).CreateRenewalRequest(), out EnrolmentRequest? another, out _));
        Assert.NotEqual(identity.PublicKey.ExportSubjectPublicKeyInfo(), another!.TlsKey);
        using X509Certificate2 settled = ExchangeProfile.Open(Profile).ReadTlsIdentity();
        Assert.Equal(identity.Thumbprint, settled.Thumbprint);
    }

    [Fact]
    public void Takes_up_a_renewed_certificate_after_the_bounded_time_and_says_so()
    {
        ClockAt clock = new();
        Listened log = new();
        ExchangeProfile profile = _world.Hub.CreateProfile(Profile, "member-a");
        using ProfileFollower follower = new(profile, proxy: null, clock, log);
        HubLink first = follower.Enter();
        ExchangeProfile renewed = ExchangeProfile.Open(Profile);
        renewed.Import(_world.Hub.Enrol(renewed.CreateRenewalRequest()));

        HubLink soon = follower.Enter();
        Assert.Same(first, soon);
        clock.Elapse(TimeSpan.FromSeconds(31));
        HubLink later = follower.Enter();

        Assert.NotEqual(first.Identity.Thumbprint, later.Identity.Thumbprint);
        Assert.Contains(log.Lines, static line => line.StartsWith("Took up the renewed certificate", StringComparison.Ordinal));
        // Two requests are still on their way under the old identity: it goes when the last has its answer.
        soon.Leave();
        Assert.True(first.TryEnter());
        first.Leave();
        first.Leave();
        Assert.False(first.TryEnter());
        later.Leave();
    }

    [Fact]
    public async Task Asks_again_at_once_under_the_renewed_certificate_when_the_old_one_is_refused()
    {
        ExchangeClient client = _world.Client();
        await client.GetBudgetAsync();
        _world.Hub.Revoke("member-a");
        await Assert.ThrowsAsync<CertificateRefusedException>(() => client.GetBudgetAsync());
        ExchangeProfile profile = ExchangeProfile.Open(Profile);
        profile.Import(_world.Hub.Enrol(profile.CreateRenewalRequest()));

        Assert.Equal("member-a-entity", (await client.GetBudgetAsync()).Entity);
        await client.SyncAsync();
    }

    [Fact]
    public void Says_once_a_day_that_the_certificate_ends_soon()
    {
        ClockAt clock = new();
        Listened log = new();
        ExchangeProfile profile = _world.Hub.CreateProfile(Profile, "member-a", validity: TimeSpan.FromDays(31));
        using ProfileFollower follower = new(profile, proxy: null, clock, log);
        Assert.Equal(0, Warnings());
        clock.Elapse(TimeSpan.FromDays(2));
        Look();
        clock.Elapse(TimeSpan.FromMinutes(1));
        Look();
        Assert.Equal(1, Warnings());
        clock.Elapse(TimeSpan.FromDays(1));
        Look();
        Assert.Equal(2, Warnings());
        clock.Elapse(TimeSpan.FromDays(30));
        Look();
        Assert.Contains("ended on", log.Lines[^1], StringComparison.Ordinal);

        void Look() => follower.Enter().Leave();

        int Warnings() => log.Lines.Count(static line => line.Contains("certificate ends in", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("not a bundle")]
    [InlineData("other key")]
    [InlineData("other exchange")]
    public async Task Keeps_the_certificate_in_use_when_the_folder_is_spoiled(string how)
    {
        ClockAt clock = new();
        ExchangeClient client = _world.Client(clock: clock);
        string bundle = Path.Combine(Profile, "bundle.json");
        ExchangeProfile profile = ExchangeProfile.Open(Profile);
        File.WriteAllText(bundle, how switch
        {
            "other key" => _world.Hub.Enrol(profile.CreateRenewalRequest()).Replace(profile.Bundle.HubUrl, profile.Bundle.HubUrl + "/", StringComparison.Ordinal),
            "other exchange" => JsonSerializer.Serialize(profile.Bundle with { Exchange = "elsewhere" }, WireJson.Default.MemberBundle),
            _ => how,
        });
        File.Delete(Path.Combine(Profile, "tls.next.key.pem"));
        clock.Elapse(TimeSpan.FromSeconds(31));

        Assert.Equal("member-a-entity", (await client.GetBudgetAsync()).Entity);
    }

    private sealed class Listened : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));
    }
}
