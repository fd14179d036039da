using System.Diagnostics.Metrics;
using BlacklistExchange.Client;

namespace BlacklistExchange.Agent.Telemetry;

/// <summary>The agent's own instruments; those of the SDK stand beside them in a scrape. Labels are routes of the table, statuses and verdicts.</summary>
internal sealed class AgentMetrics
{
    public const string Name = "BlacklistExchange.Agent";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _checks;
    private readonly Counter<long> _matches;

    public AgentMetrics(IMeterFactory meters, IServiceProvider services)
    {
        Meter = meters.Create(Name);
        _requests = Meter.CreateCounter<long>("bex.agent.requests", "{request}", "Requests answered, by route and status.");
        _checks = Meter.CreateCounter<long>("bex.agent.checks", "{check}", "Applicants checked, by verdict; lines of a batch count one each.");
        _matches = Meter.CreateCounter<long>("bex.agent.matches", "{match}", "Handles matched against the local list, by verdict.");
        Meter.CreateObservableGauge("bex.agent.list.age", () => Age(services.GetRequiredService<ExchangeClient>()), "s", "Age of the local list at the scrape; nothing without a list.");
    }

    public Meter Meter { get; }

    public void Count(HttpContext context) => _requests.Add(1, new KeyValuePair<string, object?>("route", RouteOf(context)), new KeyValuePair<string, object?>("status", context.Response.StatusCode));

    public void Checked(string verdict) => _checks.Add(1, new KeyValuePair<string, object?>("verdict", verdict));

    public void Matched(string verdict) => _matches.Add(1, new KeyValuePair<string, object?>("verdict", verdict));

    /// <summary>The template, never the path: a caller may put anything there.</summary>
    private static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";

    private static IEnumerable<Measurement<double>> Age(ExchangeClient client) => client.ListAge is { } age ? [new Measurement<double>(age.TotalSeconds)] : [];
}
