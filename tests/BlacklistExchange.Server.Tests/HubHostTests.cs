using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BlacklistExchange.Server.Tests;

public sealed partial class HubHostTests
{
    [Fact]
    public async Task Refuses_to_serve_twice_and_keeps_the_first_ones_ports()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string ports = await File.ReadAllTextAsync(hub.Folder.Ports);
        HubSurroundings surroundings = new(TimeProvider.System, static _ => { }, static logging => logging.ClearProviders());
        SetupException exception = await Assert.ThrowsAsync<SetupException>(() => HubHost.StartAsync(hub.Folder, hub.Options, surroundings, CancellationToken.None));
        Assert.Contains("Another bex-hub", exception.Message, StringComparison.Ordinal);
        Assert.Equal(ports, await File.ReadAllTextAsync(hub.Folder.Ports));
        Assert.Equal(hub.Host.Address(HubPort.Operator).ToString(), HubAddresses.Read(hub.Folder).Operator);
    }

    [Fact]
    public async Task Keeps_what_it_knows_over_a_restart()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        EnrolledMember alpha = await hub.EnrolAsync("alpha");
        await hub.RestartAsync();
        await (await hub.Client(alpha.Certificate).GetAsync("/nowhere")).ProblemAsync("unknown-route");
        Assert.True((await hub.Operator.GetAsync("clock", ClockJson.Default.ClockResponse, CancellationToken.None)).Charging);
    }

    [Fact]
    public async Task Finishes_requests_in_flight_before_it_stops()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        HttpClient http = hub.OperatorHttp();
        using HeldContent body = new("{\"reason\":\"slow\"}");
        Task<HttpResponseMessage> answer = http.PostAsync("/v1/operator/clock/accept", body);
        await body.Begun.Task;
        await Answers.EventuallyAsync(() => ActiveRequest().IsMatch(hub.Service<PrometheusExporter>().Scrape()), "the request");
        Task stopped = hub.Host.StopAsync(CancellationToken.None);
        await Answers.EventuallyAsync(() => hub.Service<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested, "the stop");
        Assert.False(stopped.IsCompleted);
        body.Go.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
        await stopped;
    }

    [GeneratedRegex("(?m)^http_server_active_requests\\{.*method=\"POST\".*\\} 1$")]
    private static partial Regex ActiveRequest();

    /// <summary>A body whose second half waits.</summary>
    private sealed class HeldContent : HttpContent
    {
        private readonly byte[] _bytes;

        public HeldContent(string json)
        {
            _bytes = Encoding.UTF8.GetBytes(json);
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        public TaskCompletionSource Begun { get; } = new();

        public TaskCompletionSource Go { get; } = new();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_bytes.AsMemory(0, 5));
            await stream.FlushAsync();
            Begun.SetResult();
            await Go.Task;
            await stream.WriteAsync(_bytes.AsMemory(5));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _bytes.Length;
            return true;
        }
    }

    [Fact]
    public async Task Leaves_one_database_file_and_no_ports_behind()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        HttpClient open = hub.Client(null, HubPort.Public);
        Assert.Equal(HttpStatusCode.OK, (await open.GetAsync("/livez")).StatusCode);
        await hub.Host.StopAsync(CancellationToken.None);
        await hub.Host.DisposeAsync();
        Assert.False(File.Exists(hub.Folder.Ports));
        Assert.Equal(TestDatabase.IsPostgres ? [] : ["hub.db"], Directory.GetFiles(hub.Folder.Path, "hub.db*").Select(Path.GetFileName));
    }

    [Fact]
    public async Task Writes_no_log_line_with_an_unhandled_fault_when_all_is_well()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        await hub.Client(null, HubPort.Public).GetAsync("/readyz");
        Assert.DoesNotContain(hub.Log.Lines, static line => line.Contains("Exception", StringComparison.Ordinal));
        Assert.Contains(hub.Log.Lines, static line => line.StartsWith("1000 serving", StringComparison.Ordinal));
    }
}
