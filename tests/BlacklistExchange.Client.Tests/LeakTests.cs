using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using BlacklistExchange.Client.Testing;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Client.Tests.Reporting;
using Microsoft.Extensions.Logging;

namespace BlacklistExchange.Client.Tests;

/// <summary>Searches everything the SDK leaves behind for identifiers and entry keys. Each search first finds a leak planted on purpose.</summary>
public sealed class LeakTests
{
    [Fact]
    public async Task Leaves_nothing_of_a_query_on_disk()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1), TestIds.ResidentId(1));
        ExchangeClient client = world.Client();
        string[] before = Names(world);
        await client.SyncAsync();
        byte[][] secrets = Secrets(world, TestIds.Phone(1), TestIds.Phone(2), TestIds.ResidentId(1), TestIds.Seller(1));
        string[] afterSync = Names(world);

        await client.QueryApplicantAsync([TestIds.Phone(1), TestIds.Phone(2), TestIds.ResidentId(1), TestIds.Seller(1)], Purposes.SignUp);
        await client.QueryAsync(TestIds.Phone(1), Purposes.ReCheck);

        Assert.Equal(afterSync, Names(world));
        Assert.NotEqual(before, afterSync);
        RequireFound(world, secrets);
        Assert.Empty(Find(world, secrets));
    }

    [Fact]
    public async Task Leaves_of_a_report_only_what_the_vault_seals()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        byte[][] secrets = Secrets(world, TestIds.Phone(1), TestIds.Seller(1));

        await client.ReportAsync(ReportTests.Case(EvidenceType.CourtDecision, TestIds.Phone(1), TestIds.Seller(1)));
        await client.RetractAsync(client.GetReportIds().Single(), 1);

        RequireFound(world, secrets);
        Assert.Empty(Find(world, secrets));
    }

    [Fact]
    public async Task Says_nothing_in_logs_traces_metrics_and_errors()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        using Overheard heard = new();
        byte[][] secrets = Secrets(world, TestIds.Phone(1), TestIds.Seller(1), TestIds.ResidentId(1));
        ExchangeProfile profile = world.Hub.CreateProfile(world.PathOf("heard"), "heard");
        await using ExchangeClient client = new(new ExchangeClientOptions { Profile = profile, List = "sellers", OnUncertain = OnUncertain.FailOpen }, heard.Logger);

        heard.Add(await client.QueryApplicantAsync([TestIds.Phone(1), TestIds.Seller(1)], Purposes.SignUp));
        await foreach (QueryResult result in client.QueryManyAsync([TestIds.Phone(1)], Purposes.ReCheck))
        {
            heard.Add(result);
        }
        heard.Add(ReportTests.Case(EvidenceType.CourtDecision, TestIds.Phone(1)));
        heard.Add(await client.ReportAsync(ReportTests.Case(EvidenceType.CourtDecision, TestIds.Phone(1), TestIds.Seller(1))));
        heard.Add(client.OpenEvidence(client.GetReportIds().Single(), 0));
        foreach (FakeHubLie lie in Enum.GetValues<FakeHubLie>())
        {
            world.Hub.Lies = lie;
            world.Hub.Publish();
            heard.Add(await client.SyncAsync());
            heard.Add(await client.QueryAsync(TestIds.ResidentId(1), Purposes.SignUp));
            heard.Add(await Record.ExceptionAsync(() => client.ReportAsync(ReportTests.Case(EvidenceType.CourtDecision, TestIds.ResidentId(1)))));
        }

        Assert.True(heard.Contains(["sync"u8.ToArray()]) && heard.Contains(["bex.client.queries"u8.ToArray()]) && heard.Contains(["could not be synchronised"u8.ToArray()]));
        Assert.False(heard.Contains(secrets), heard.Around(secrets));
        heard.Add(Encoding.UTF8.GetString(secrets[0]));
        Assert.True(heard.Contains(secrets));
    }

    [Fact]
    public async Task Leaves_nothing_readable_in_a_handle_nor_of_its_check()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        byte[][] secrets = Secrets(world, TestIds.Phone(1), TestIds.ResidentId(1), TestIds.Seller(1));
        string[] names = Names(world);

        Checked check = await client.CheckAsync([TestIds.Phone(1), TestIds.ResidentId(1), TestIds.Seller(1)], Purposes.SignUp);
        Matched matched = client.Match(check.Handle!);
        HandleException refused = Assert.Throws<HandleException>(() => world.Client("stranger").Match(check.Handle!));

        string said = $"{check} {matched} {matched.Listing.Explanation} {string.Join(' ', matched.Listing.Listings)} {refused}";
        Assert.Contains("Handle = sealed", said, StringComparison.Ordinal);
        Assert.DoesNotContain(check.Handle!, said, StringComparison.Ordinal);
        foreach (byte[] text in (byte[][])[Encoding.UTF8.GetBytes(check.Handle!), Base64Url.DecodeFromChars(check.Handle!), Encoding.UTF8.GetBytes(said)])
        {
            Assert.All(secrets, secret => Assert.True(((byte[])[.. text, .. secret]).AsSpan().IndexOf(secret) >= 0));
            Assert.All(secrets, secret => Assert.True(text.AsSpan().IndexOf(secret) < 0));
        }
        Assert.Equal(names, Names(world).Where(path => !path.StartsWith(world.PathOf("stranger"), StringComparison.Ordinal)));
        RequireFound(world, secrets);
        Assert.Empty(Find(world, secrets));
    }

    /// <summary>Every spelling in which an identifier or its entry key could lie about.</summary>
    private static byte[][] Secrets(TestWorld world, params Identifier[] identifiers)
    {
        List<byte[]> secrets = [];
        foreach (Identifier identifier in identifiers)
        {
            byte[] value = Encoding.UTF8.GetBytes(identifier.RevealValue());
            byte[] key = world.Hub.RevealEntryKey(identifier);
            foreach (byte[] bytes in (byte[][])[value, identifier.CanonicalBytes.ToArray(), key])
            {
                secrets.Add(bytes);
                secrets.AddRange(((string[])[Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes), Convert.ToBase64String(bytes).TrimEnd('='), Base64Url.EncodeToString(bytes)]).Select(Encoding.ASCII.GetBytes));
            }
        }
        return [.. secrets];
    }

    private static void RequireFound(TestWorld world, byte[][] secrets)
    {
        string planted = world.PathOf("planted.bin");
        foreach (byte[] secret in secrets)
        {
            File.WriteAllBytes(planted, [.. new byte[100], .. secret, .. new byte[7]]);
            Assert.Equal([planted], Find(world, [secret]));
        }
        File.Delete(planted);
    }

    private static string[] Find(TestWorld world, byte[][] secrets) => [.. Directory.EnumerateFiles(world.Folder, "*", SearchOption.AllDirectories)
        .Where(path => File.ReadAllBytes(path) is { } bytes && Array.Exists(secrets, secret => bytes.AsSpan().IndexOf(secret) >= 0))];

    private static string[] Names(TestWorld world) => [.. Directory.EnumerateFiles(world.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>Everything said aloud while it lives.</summary>
    private sealed class Overheard : ILogger<ExchangeClient>, IDisposable
    {
        private readonly ConcurrentQueue<string> _said = [];
        private readonly ActivityListener _activities;
        private readonly MeterListener _meters = new();

        public Overheard()
        {
            _activities = new ActivityListener
            {
                ShouldListenTo = static source => source.Name == "BlacklistExchange.Client",
                Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity => Add($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {activity.StatusDescription} {string.Join(' ', activity.Events.Select(static one => one.Name))}"),
            };
            ActivitySource.AddActivityListener(_activities);
            _meters.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "BlacklistExchange.Client")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add($"{instrument.Name} {value} {string.Join(' ', tags.ToArray())}"));
            _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add($"{instrument.Name} {value} {string.Join(' ', tags.ToArray())}"));
            _meters.Start();
        }

        public ILogger<ExchangeClient> Logger => this;

        public void Add(object? said) => _said.Enqueue($"{said}");

        public bool Contains(byte[][] secrets) => _said.Any(line => Has(line, secrets));

        public string Around(byte[][] secrets) => string.Join('\n', _said.Where(line => Has(line, secrets)));

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Add($"{formatter(state, exception)} {exception}");

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Dispose()
        {
            _activities.Dispose();
            _meters.Dispose();
        }

        private static bool Has(string line, byte[][] secrets)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(line);
            return Array.Exists(secrets, secret => bytes.AsSpan().IndexOf(secret) >= 0);
        }
    }
}
