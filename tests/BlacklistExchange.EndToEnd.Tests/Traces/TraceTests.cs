using System.Diagnostics;
using System.Text;
using BlacklistExchange.Client;
using BlacklistExchange.EndToEnd.Tests.Leaks;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Tests;

namespace BlacklistExchange.EndToEnd.Tests.Traces;

/// <summary>A query is one trace from the platform through the SDK to the hub's writer, over real mTLS, and carries nothing but its place.</summary>
public sealed class TraceTests
{
    private const string Private = "user-of-the-platform";
    private static readonly ActivitySource Platform = new(Spans.Platform);

    [Fact]
    public async Task Joins_the_platforms_span_with_the_hubs_and_carries_nothing_else()
    {
        await using OtlpListener otlp = await OtlpListener.StartAsync();
        await using RealWorld world = await RealWorld.StartAsync(options => options.Telemetry.Otlp = otlp.Address);
        ExchangeClient client = await world.ClientAsync("alpha");
        await world.PublishAsync();
        await client.SyncAsync();
        using Spans spans = new();
        using Activity sign = Platform.StartActivity("sign-up")!;
        sign.TraceStateString = $"vendor={Private}";
        sign.SetBaggage("user", Private);

        await client.QueryAsync(RealWorld.Phone("13700137000"), Purposes.SignUp);

        sign.Stop();
        await Answers.EventuallyAsync(() => HubsOf(spans, sign).Any(IsEvaluation), "the hub's span");
        Activity evaluated = Assert.Single(HubsOf(spans, sign), IsEvaluation);
        Activity sent = Assert.Single(spans.Of(sign.TraceId), span => span.SpanId == evaluated.ParentSpanId);
        // The answer is there before the round that brought it has ended.
        await Answers.EventuallyAsync(() => spans.Of(sign.TraceId).Any(span => span.SpanId == sent.ParentSpanId), "the SDK's span");
        Activity asked = Assert.Single(spans.Of(sign.TraceId), span => span.SpanId == sent.ParentSpanId);
        Assert.Equal(("System.Net.Http", "BlacklistExchange.Client", "evaluate"), (sent.Source.Name, asked.Source.Name, asked.OperationName));
        Assert.Equal(["decode", "evaluate", "store write"], spans.Of(sign.TraceId).Where(span => span.Source.Name == "BlacklistExchange.Server" && span.ParentSpanId == evaluated.SpanId).Select(static span => span.OperationName).Order());
        Assert.True(evaluated.HasRemoteParent);
        Assert.Null(evaluated.TraceStateString);
        Assert.Empty(evaluated.Baggage);

        await world.Hub.RestartAsync();
        byte[] trace = Convert.FromHexString(sign.TraceId.ToHexString());
        byte[][] exported = [.. otlp.Received.Where(static one => one.Path.Contains("Trace", StringComparison.Ordinal)).Select(static one => one.Body)];
        Assert.Contains(exported, body => body.AsSpan().IndexOf(trace) >= 0 && body.AsSpan().IndexOf("store write"u8) >= 0);
        Assert.DoesNotContain(otlp.Received, static one => one.Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Private)) >= 0);
    }

    [Fact]
    public async Task Takes_a_callers_place_in_its_trace_and_no_text_of_it()
    {
        await using OtlpListener otlp = await OtlpListener.StartAsync();
        await using RealWorld world = await RealWorld.StartAsync(options => options.Telemetry.Otlp = otlp.Address);
        EnrolledMember raw = await world.Hub.EnrolAsync("raw");
        ActivityTraceId trace = ActivityTraceId.CreateRandom();
        // Not sampled by the caller: the operator's own view does not depend on it.
        await AskAsync(raw, $"00-{trace}-{ActivitySpanId.CreateRandom()}-00");
        await AskAsync(raw, Private);
        await AskAsync(raw, $"00-{Private}-{ActivitySpanId.CreateRandom()}-01");
        await world.Hub.RestartAsync();
        Assert.Contains(otlp.Received, one => one.Body.AsSpan().IndexOf(Convert.FromHexString(trace.ToHexString())) >= 0);
        Assert.DoesNotContain(otlp.Received, static one => one.Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Private)) >= 0);
        Assert.Contains(otlp.Received, static one => one.Body.AsSpan().IndexOf("GET /v1/lists"u8) >= 0);
    }

    [Fact]
    public async Task Sends_the_platforms_place_alone_whatever_an_incoming_request_brought()
    {
        await using RealWorld world = await RealWorld.StartAsync();
        ExchangeClient client = await world.ClientAsync("alpha");
        HeadersSeen seen = new();
        using IDisposable listening = DiagnosticListener.AllListeners.Subscribe(seen);
        using Spans spans = new(ActivitySamplingResult.AllData);
        using (Activity sign = Platform.StartActivity("sign-up")!)
        {
            sign.TraceStateString = $"vendor={Private}";
            sign.SetBaggage("user", Private);
            await world.PublishAsync();
            await client.SyncAsync();
            // The operator's console is no SDK: its request proves that headers are seen here, and that the framework would have sent them.
            Assert.Contains(seen.Requests, static headers => headers.Contains(Private, StringComparison.Ordinal));
            Assert.NotEmpty(seen.Of(world.Hub.Host.Address(HubPort.Member)));
            Assert.All(seen.Of(world.Hub.Host.Address(HubPort.Member)), headers =>
            {
                Assert.Contains(sign.TraceId.ToHexString(), headers, StringComparison.Ordinal);
                Assert.DoesNotContain(Private, headers, StringComparison.Ordinal);
            });
        }
    }

    private static async Task AskAsync(EnrolledMember member, string traceparent)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, Routes.Lists) { Version = member.Http.DefaultRequestVersion, VersionPolicy = member.Http.DefaultVersionPolicy };
        request.Headers.TryAddWithoutValidation("traceparent", traceparent);
        request.Headers.TryAddWithoutValidation("tracestate", $"vendor={Private}");
        request.Headers.TryAddWithoutValidation("baggage", $"user={Private}");
        using HttpResponseMessage answer = await member.Http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode);
    }

    private static bool IsEvaluation(Activity span) => span.GetTagItem("http.route") as string == Routes.Evaluate;

    private static List<Activity> HubsOf(Spans spans, Activity root) => [.. spans.Of(root.TraceId).Where(static span => span.Source.Name == "Microsoft.AspNetCore")];
}
