using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace BlacklistExchange.Client.Telemetry;

/// <summary>
/// The one door for telemetry: source and meter "BlacklistExchange.Client". Attributes are kinds, purposes, verdicts and counts; never an identifier, an
/// entry key, a tag, an element or the outcome for a person.
/// </summary>
internal static class ClientTelemetry
{
    public const string Name = "BlacklistExchange.Client";

    public static readonly ActivitySource Source = new(Name);

    public const string BlindPhase = "blind";
    public const string HubPhase = "hub";
    public const string VerifyPhase = "verify";
    public const string LookUpPhase = "look-up";

    private static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Queries = Meter.CreateCounter<long>("bex.client.queries", "{query}", "Answers given, by verdict.");

    public static readonly Counter<long> Requests = Meter.CreateCounter<long>("bex.client.evaluation.requests", "{request}", "Evaluation requests sent, by purpose.");

    public static readonly Counter<long> Units = Meter.CreateCounter<long>("bex.client.evaluation.units", "{unit}", "Units asked for, padding included, by purpose.");

    public static readonly Counter<long> Identifiers = Meter.CreateCounter<long>(
        "bex.client.evaluation.identifiers", "{identifier}", "Identifiers in the units asked for, by place: asked for now, or waiting and put where there would be padding.");

    public static readonly Counter<long> Repeats = Meter.CreateCounter<long>("bex.client.repeats", "{request}", "Requests sent again after a failure.");

    public static readonly Counter<long> Unverified = Meter.CreateCounter<long>("bex.client.unverified", "{answer}", "Answers of holders that did not verify.");

    public static readonly Counter<long> Syncs = Meter.CreateCounter<long>("bex.client.syncs", "{sync}", "Synchronisations of the local list, by outcome.");

    public static readonly Counter<long> Downloaded = Meter.CreateCounter<long>("bex.client.sync.bytes", "By", "Bytes of list files fetched.");

    public static readonly Counter<long> FileHostFailures = Meter.CreateCounter<long>(
        "bex.client.sync.file_host_failures", "{failure}", "Times a cache of list files was away, lacked a file or sent a false one, and the hub was asked.");

    public static readonly Gauge<double> ListAge = Meter.CreateGauge<double>("bex.client.list.age", "s", "Age of the local list, measured at every sync.");

    public static readonly Gauge<double> CertificateLeft = Meter.CreateGauge<double>(
        "bex.client.certificate.left", "s", "Time until the member's certificate ends, measured at use, at most every 30 seconds; less than zero once it has.");

    private static readonly Counter<double> Time = Meter.CreateCounter<double>("bex.client.evaluation.time", "s", "Time that evaluations took, by phase; requests in flight together add up.");

    /// <summary>Counts the time since <paramref name="start"/> to a phase.</summary>
    /// <returns>Now, where the next phase starts.</returns>
    public static long Took(string phase, long start)
    {
        long now = Stopwatch.GetTimestamp();
        Time.Add(Stopwatch.GetElapsedTime(start, now).TotalSeconds, new KeyValuePair<string, object?>("phase", phase));
        return now;
    }
}
