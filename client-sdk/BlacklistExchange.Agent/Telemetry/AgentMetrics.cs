using System.Diagnostics.Metrics;
using BlacklistExchange.Agent.Events;
using BlacklistExchange.Agent.Outbox;
using BlacklistExchange.Agent.Storage;
using BlacklistExchange.Agent.Watch;
using BlacklistExchange.Client;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Telemetry;

/// <summary>The agent's own instruments; those of the SDK stand beside them in a scrape. Labels are routes of the table, statuses and verdicts.</summary>
internal sealed class AgentMetrics
{
    public const string Name = "BlacklistExchange.Agent";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _checks;
    private readonly Counter<long> _matches;
    private readonly Counter<long> _notKept;
    private readonly Counter<long> _posts;
    private readonly Counter<long> _changes;

    public AgentMetrics(IMeterFactory meters, IServiceProvider services)
    {
        Meter = meters.Create(Name);
        _requests = Meter.CreateCounter<long>("bex.agent.requests", "{request}", "Requests answered, by route and status.");
        _checks = Meter.CreateCounter<long>("bex.agent.checks", "{check}", "Applicants checked, by verdict; lines of a batch count one each.");
        _matches = Meter.CreateCounter<long>("bex.agent.matches", "{match}", "Handles matched against the local list, by verdict.");
        _notKept = Meter.CreateCounter<long>("bex.agent.outbox.refused", "{check}", "Checks that should have been kept and were not, by reason: full or failed.");
        _posts = Meter.CreateCounter<long>("bex.agent.webhook.attempts", "{attempt}", "Deliveries tried, by outcome: delivered, refused, unreachable or timeout.");
        _changes = Meter.CreateCounter<long>("bex.agent.watch.changes", "{event}", "Events about watched applicants, by what they became; handle-ageing for those whose handle ages.");
        Meter.CreateObservableGauge("bex.agent.outbox.waiting", () => Rows(services, PendingSql.CountRows), "{check}", "Checks that are kept and wait for an answer, of all agents of the profile.");
        Meter.CreateObservableGauge("bex.agent.events.waiting", () => Rows(services, EventSql.CountRows), "{event}", "Events that nobody has taken yet.");
        Meter.CreateObservableGauge("bex.agent.watched", () => Rows(services, WatchSql.CountRows), "{applicant}", "Applicants that are watched.");
        Meter.CreateObservableGauge("bex.agent.list.age", () => Age(services.GetRequiredService<ExchangeClient>()), "s", "Age of the local list at the scrape; nothing without a list.");
    }

    public Meter Meter { get; }

    public void Count(HttpContext context) => _requests.Add(1, new KeyValuePair<string, object?>("route", RouteOf(context)), new KeyValuePair<string, object?>("status", context.Response.StatusCode));

    public void Checked(string verdict) => _checks.Add(1, new KeyValuePair<string, object?>("verdict", verdict));

    public void Matched(string verdict) => _matches.Add(1, new KeyValuePair<string, object?>("verdict", verdict));

    public void NotKept(string reason) => _notKept.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Posted(string outcome) => _posts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Changed(string to) => _changes.Add(1, new KeyValuePair<string, object?>("to", to));

    /// <summary>The template, never the path: a caller may put anything there.</summary>
    private static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";

    private static IEnumerable<Measurement<double>> Age(ExchangeClient client) => client.ListAge is { } age ? [new Measurement<double>(age.TotalSeconds)] : [];

    /// <summary>Nothing while the database cannot be read.</summary>
    private static IEnumerable<Measurement<double>> Rows(IServiceProvider services, Func<SqliteConnection, long> count)
    {
        try
        {
            return [new Measurement<double>(services.GetRequiredService<AgentDatabase>().Read(count))];
        }
        catch (SqliteException)
        {
            return [];
        }
    }
}
