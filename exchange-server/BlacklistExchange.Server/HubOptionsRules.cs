using System.Net;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Server;

/// <summary>Says what is wrong with settings, by their names. No I/O.</summary>
internal static class HubOptionsRules
{
    private const int Million = 1_000_000;

    public static IEnumerable<string> Faults(HubOptions options) =>
        [.. Names(options), .. Store(options.Store), .. Kek(options.Kek), .. Ports(options), .. Telemetry(options.Telemetry), .. Limits(options.Limits), .. Policy(options.Policy)];

    private static IEnumerable<string> Names(HubOptions options)
    {
        if (!Slug.IsValid(options.Exchange))
        {
            yield return $"Exchange '{options.Exchange}' must be 2 to {Slug.MaxLength} characters of a-z, 0-9 and '-'.";
        }
        if (options.MemberUrl is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttps))
        {
            yield return $"MemberUrl '{url}' must be an https:// address.";
        }
        if (options.FilesUrl is { } files && !FilesAddress.IsValid(files))
        {
            yield return $"FilesUrl '{files}' must be an https:// address of a host and port, without a path.";
        }
        if (string.IsNullOrWhiteSpace(options.Database))
        {
            yield return "Database must name a file.";
        }
        if (string.IsNullOrWhiteSpace(options.KeyFolder))
        {
            yield return "KeyFolder must name a folder.";
        }
        if (string.IsNullOrWhiteSpace(options.SnapshotFolder))
        {
            yield return "SnapshotFolder must name a folder.";
        }
        if (options.Node is { } node && !Slug.IsValid(node))
        {
            yield return $"Node '{node}' must be 2 to {Slug.MaxLength} characters of a-z, 0-9 and '-'.";
        }
    }

    private static IEnumerable<string> Store(StoreOptions store)
    {
        bool named = !string.IsNullOrWhiteSpace(store.ConnectionFile);
        if (!Enum.IsDefined(store.Engine))
        {
            yield return $"Store:Engine '{store.Engine}' must be sqlite or postgres.";
        }
        if (named != (store.Engine == StoreEngineName.Postgres))
        {
            yield return named ? "Store:ConnectionFile is for Store:Engine=postgres alone." : "Store:Engine=postgres needs Store:ConnectionFile, a file of mode 0600 that holds the connection string.";
        }
        foreach (string fault in Ranges("Store", (nameof(store.Readers), store.Readers, 1, 256)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> Kek(KekOptions kek)
    {
        int sources = (kek.File is null ? 0 : 1) + (kek.Credential is null ? 0 : 1) + (kek.Descriptor is null ? 0 : 1) + (kek.Officers ? 1 : 0);
        if (sources != 1)
        {
            yield return $"Exactly one of Kek:File, Kek:Credential, Kek:Descriptor and Kek:Officers must be set; {sources} are.";
        }
        if (kek.Officers && kek.Unattended)
        {
            yield return "Kek:Unattended and Kek:Officers exclude each other: either officers bring the KEK at every start, or the machine has it.";
        }
        if (kek.Credential is { } name && name.Contains('/'))
        {
            yield return "Kek:Credential is the name of a credential, not a path.";
        }
    }

    private static IEnumerable<string> Ports(HubOptions options)
    {
        (string Name, PortOptions Port)[] ports = [("Member", options.Member), ("Operator", options.Operator), ("Public", options.Public)];
        foreach ((string name, PortOptions port) in ports)
        {
            if (!IPAddress.TryParse(port.Address, out IPAddress? address))
            {
                yield return $"{name}:Address '{port.Address}' must be an IP address to bind, such as 127.0.0.1, 0.0.0.0 or ::1.";
            }
            else if (name == "Operator" && !IPAddress.IsLoopback(address))
            {
                yield return $"Operator:Address '{port.Address}' must be a loopback address: operators come over ssh, never over the network.";
            }
            if (port.Port is < 0 or > 65535)
            {
                yield return $"{name}:Port {port.Port} must be 0 to 65535; 0 takes a free one.";
            }
        }
    }

    private static IEnumerable<string> Telemetry(TelemetryOptions telemetry)
    {
        if (telemetry.Otlp is { } otlp && !(Uri.TryCreate(otlp, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"))
        {
            yield return $"Telemetry:Otlp '{otlp}' must be an http:// or https:// address.";
        }
    }

    private static IEnumerable<string> Limits(LimitOptions limits) => Ranges("Limits",
        (nameof(limits.Connections), limits.Connections, 1, 100_000),
        (nameof(limits.ConnectionsPerCertificate), limits.ConnectionsPerCertificate, 1, 100_000),
        (nameof(limits.StreamsPerConnection), limits.StreamsPerConnection, 1, 1000),
        (nameof(limits.RequestsPerSecond), (long)Math.Ceiling(limits.RequestsPerSecond), 1, Million),
        (nameof(limits.RequestBurst), limits.RequestBurst, 1, Million),
        (nameof(limits.EvaluateBytes), limits.EvaluateBytes, 1024, 64 * Million),
        (nameof(limits.ReportBytes), limits.ReportBytes, 1024, 64 * Million),
        (nameof(limits.MemberBytes), limits.MemberBytes, 1024, 64 * Million),
        (nameof(limits.OperatorBytes), limits.OperatorBytes, 1024, 256 * Million),
        (nameof(limits.HandshakeSeconds), limits.HandshakeSeconds, 1, 120),
        (nameof(limits.ShutdownSeconds), limits.ShutdownSeconds, 1, 3600),
        (nameof(limits.DrainSeconds), limits.DrainSeconds, 0, 600),
        (nameof(limits.ClockStepSeconds), limits.ClockStepSeconds, 1, 3600),
        (nameof(limits.ClockGapDays), limits.ClockGapDays, 1, 3650),
        (nameof(limits.ReplayMinutes), limits.ReplayMinutes, 1, 60),
        (nameof(limits.Replays), limits.Replays, 0, 10));

    private static IEnumerable<string> Policy(PolicyOptions policy) => Ranges("Policy",
        (nameof(policy.EpochDays), policy.EpochDays, 90, 365),
        (nameof(policy.OverlapDays), policy.OverlapDays, 1, 90),
        (nameof(policy.EpochLeadSeconds), policy.EpochLeadSeconds, 0, 30 * 86_400),
        (nameof(policy.ReleaseDelaySeconds), policy.ReleaseDelaySeconds, 0, 86_400),
        (nameof(policy.SnapshotSeconds), policy.SnapshotSeconds, 1, 300),
        (nameof(policy.ManifestSeconds), policy.ManifestSeconds, 1, 600),
        (nameof(policy.SnapshotRetentionHours), policy.SnapshotRetentionHours, 1, 720),
        (nameof(policy.UsageDays), policy.UsageDays, 30, 400),
        (nameof(policy.AddressDays), policy.AddressDays, 7, 180),
        (nameof(policy.Burst), policy.Burst, 4, 1L << 36),
        (nameof(policy.Day), policy.Day, 4, 1L << 36),
        (nameof(policy.Epoch), policy.Epoch, 4, 1L << 36),
        (nameof(policy.HubEpoch), policy.HubEpoch, 4, 1L << 36),
        (nameof(policy.MemberCertificateDays), policy.MemberCertificateDays, 1, 825),
        (nameof(policy.ServerCertificateDays), policy.ServerCertificateDays, 1, 825));

    private static IEnumerable<string> Ranges(string section, params (string Name, long Value, long Least, long Most)[] settings) =>
        from setting in settings
        where setting.Value < setting.Least || setting.Value > setting.Most
        select $"{section}:{setting.Name} {setting.Value} must be {setting.Least} to {setting.Most}.";
}
