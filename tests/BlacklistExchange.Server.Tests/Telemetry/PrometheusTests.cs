using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using BlacklistExchange.Server.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace BlacklistExchange.Server.Tests.Telemetry;

public sealed partial class PrometheusTests
{
    [Theory]
    [InlineData("bex.evaluation.elements", "{element}", "counter", "bex_evaluation_elements_total")]
    [InlineData("http.server.request.duration", "s", "histogram", "http_server_request_duration_seconds")]
    [InlineData("dotnet.process.memory.working_set", "By", "gauge", "dotnet_process_memory_working_set_bytes")]
    [InlineData("dotnet.process.cpu.count", "{cpu}", "gauge", "dotnet_process_cpu_number")]
    [InlineData("bex.share", "1", "gauge", "bex_share_ratio")]
    [InlineData("bex.things.total", null, "counter", "bex_things_total")]
    public void Names_families_by_promtools_rules(string name, string? unit, string type, string expected) => Assert.Equal(expected, PrometheusText.NameOf(name, unit, type));

    [Fact]
    public void Writes_what_was_counted_with_labels_escaped_and_buckets_cumulative()
    {
        string name = $"test.{Guid.NewGuid():n}";
        using Meter meter = new(name);
        using PrometheusExporter exporter = new();
        using MeterProvider provider = Sdk.CreateMeterProviderBuilder().AddMeter(name).AddReader(new BaseExportingMetricReader(exporter)).Build();
        meter.CreateCounter<long>("bex.hits", "{hit}", "Hits \\ of\na day.").Add(3, new KeyValuePair<string, object?>("who.is", "a\"b\\c\nd"));
        Histogram<double> sizes = meter.CreateHistogram("bex.size", "By", "Sizes.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2.5] });
        Array.ForEach([0.5, 2.0, 2.0, 9.0], value => sizes.Record(value));
        Assert.Equal("""
            # HELP bex_hits_total Hits \\ of\na day.
            # TYPE bex_hits_total counter
            bex_hits_total{who_is="a\"b\\c\nd"} 3
            # HELP bex_size_bytes Sizes.
            # TYPE bex_size_bytes histogram
            bex_size_bytes_bucket{le="1"} 1
            bex_size_bytes_bucket{le="2.5"} 3
            bex_size_bytes_bucket{le="+Inf"} 4
            bex_size_bytes_sum 13.5
            bex_size_bytes_count 4

            """.ReplaceLineEndings("\n"), exporter.Scrape());
    }

    [Fact]
    public async Task Answers_a_scrape_that_a_linter_has_nothing_against()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        EnrolledMember alpha = await hub.EnrolAsync("alpha");
        await (await alpha.Http.GetAsync("/nowhere?phone=13800138000")).ProblemAsync("unknown-route");
        HttpClient http = hub.OperatorHttp();
        await http.GetAsync("/v1/operator/clock");
        HttpResponseMessage answer = await http.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        string text = await answer.Content.ReadAsStringAsync();
        Assert.Empty(Lint(text));
        Assert.Contains("bex_store_commits_total ", text, StringComparison.Ordinal);
        Assert.Contains("http_route=\"/v1/operator/clock\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("13800138000", text, StringComparison.Ordinal);
        Assert.DoesNotContain(hub.Log.Lines, static line => line.Contains("13800138000", StringComparison.Ordinal));
    }

    [Fact]
    public void Refuses_a_planted_fault_of_the_text_format()
    {
        Assert.NotEmpty(Lint("# HELP a A.\n# TYPE a counter\na 1\n"));
        Assert.NotEmpty(Lint("# HELP a_total A.\n# TYPE a_total gauge\na_total 1\n"));
        Assert.NotEmpty(Lint("# TYPE a gauge\na 1\n"));
        Assert.NotEmpty(Lint("# HELP a A.\n# TYPE a gauge\na 1\na 2\n"));
        Assert.NotEmpty(Lint("# HELP a A.\n# TYPE a gauge\na{b=\"c\" 2\n"));
    }

    private static List<string> Lint(string text)
    {
        List<string> faults = [];
        Dictionary<string, string> types = [];
        HashSet<string> helps = [];
        HashSet<string> series = [];
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                helps.Add(line.Split(' ')[2]);
                continue;
            }
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                string[] words = line.Split(' ');
                if (!types.TryAdd(words[2], words[3]) || words[3] == "counter" != words[2].EndsWith("_total", StringComparison.Ordinal) || !helps.Contains(words[2]))
                {
                    faults.Add(line);
                }
                continue;
            }
            Match match = Sample().Match(line);
            string family = HistogramSuffix().Replace(match.Groups["name"].Value, "");
            bool known = types.ContainsKey(match.Groups["name"].Value) || (types.TryGetValue(family, out string? type) && type == "histogram");
            if (!match.Success || !known || !series.Add(match.Groups["name"].Value + match.Groups["labels"].Value))
            {
                faults.Add(line);
            }
        }
        return faults;
    }

    [GeneratedRegex("""^(?<name>[a-z_][a-z0-9_]*)(?<labels>\{[a-z_][a-z0-9_]*="([^"\\\n]|\\["\\n])*"(,[a-z_][a-z0-9_]*="([^"\\\n]|\\["\\n])*")*\})? (?<value>[0-9.eE+-]+|\+Inf|NaN)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex HistogramSuffix();
}
