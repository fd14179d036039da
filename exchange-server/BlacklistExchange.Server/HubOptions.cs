namespace BlacklistExchange.Server;

/// <summary>Every setting of a hub. Sources, later wins: <c>hub.json</c>, environment <c>BEX_HUB__Section__Name</c>, <c>--set Section:Name=value</c>.</summary>
internal sealed class HubOptions
{
    /// <summary>Name of the exchange, in every signed structure; never changes after init.</summary>
    public string Exchange { get; set; } = "";

    /// <summary>Whom a refused member or operator should ask; goes into budget refusals.</summary>
    public string? Contact { get; set; }

    /// <summary>Base address members use, as their bundle says it; null = the bound member address.</summary>
    public string? MemberUrl { get; set; }

    /// <summary>Base address of a plain cache of list files, as bundles say it from now on; null = the hub alone serves them.</summary>
    public string? FilesUrl { get; set; }

    /// <summary>The SQLite database, relative to the data folder.</summary>
    public string Database { get; set; } = "hub.db";

    /// <summary>Sealed keys, relative to the data folder.</summary>
    public string KeyFolder { get; set; } = "keys";

    /// <summary>Snapshot and delta files, relative to the data folder; nodes over one database share one folder, by an absolute path.</summary>
    public string SnapshotFolder { get; set; } = "snapshots";

    /// <summary>What this node is called among those over one database, in logs and messages; null = the machine's name.</summary>
    public string? Node { get; set; }

    public StoreOptions Store { get; set; } = new();

    public KekOptions Kek { get; set; } = new();

    public PortOptions Member { get; set; } = new() { Port = 8443 };

    public PortOptions Operator { get; set; } = new() { Port = 8444 };

    public PortOptions Public { get; set; } = new() { Port = 8445 };

    public TelemetryOptions Telemetry { get; set; } = new();

    public LimitOptions Limits { get; set; } = new();

    public PolicyOptions Policy { get; set; } = new();
}

internal enum StoreEngineName
{
    Sqlite,
    Postgres,
}

/// <summary>Which database the hub runs on.</summary>
internal sealed class StoreOptions
{
    /// <summary><c>sqlite</c>, the file that <c>Database</c> names, or <c>postgres</c>.</summary>
    public StoreEngineName Engine { get; set; }

    /// <summary>With <c>postgres</c>: a file of mode 0600 or 0400, or lent by root (<see cref="KekOptions.File"/>), that holds one connection string, relative to the data folder.</summary>
    public string? ConnectionFile { get; set; }

    /// <summary>Connections for reads.</summary>
    public int Readers { get; set; } = 8;
}

/// <summary>Where the 32-byte key-encryption key comes from; exactly one of four is set.</summary>
internal sealed class KekOptions
{
    /// <summary>
    /// A file of mode 0600 or 0400, or lent by root (owned by root, mode 0440, of the group that the hub runs as), relative to the data folder; keep it on another disk and out of its backups.
    /// </summary>
    public string? File { get; set; }

    /// <summary>Name of a systemd credential.</summary>
    public string? Credential { get; set; }

    /// <summary>Number of an inherited file descriptor.</summary>
    public int? Descriptor { get; set; }

    /// <summary>Two of three officers bring it at every start (spec/officers.md).</summary>
    public bool Officers { get; set; }

    /// <summary>
    /// Declares that the hub starts without anybody: needed where officers hold shares and the KEK still comes from a file, a credential or a descriptor. Whoever is root on that
    /// machine then reads everything.
    /// </summary>
    public bool Unattended { get; set; }
}

/// <summary>Where a port listens; 0 takes a free one.</summary>
internal sealed class PortOptions
{
    public string Address { get; set; } = "127.0.0.1";

    public int Port { get; set; }
}

internal sealed class TelemetryOptions
{
    /// <summary>OTLP/gRPC endpoint for traces, metrics and logs; null sends nothing anywhere.</summary>
    public string? Otlp { get; set; }

    /// <summary>Least severe level that is logged.</summary>
    public LogLevel Level { get; set; } = LogLevel.Information;
}

/// <summary>Limits of one process and one request; those the wire fixes (spec/protocol.md) cannot be raised here.</summary>
internal sealed class LimitOptions
{
    public int Connections { get; set; } = 1000;

    public int ConnectionsPerCertificate { get; set; } = 64;

    public int StreamsPerConnection { get; set; } = 100;

    public double RequestsPerSecond { get; set; } = 500;

    public int RequestBurst { get; set; } = 1000;

    public int EvaluateBytes { get; set; } = 256 * 1024;

    public int ReportBytes { get; set; } = 256 * 1024;

    public int MemberBytes { get; set; } = 64 * 1024;

    public int OperatorBytes { get; set; } = 16 * 1024 * 1024;

    public int HandshakeSeconds { get; set; } = 10;

    public int ShutdownSeconds { get; set; } = 30;

    /// <summary>After SIGTERM, how long a node says that it is not ready and serves on, so that whoever balances sends nobody new; 0 without other nodes.</summary>
    public int DrainSeconds { get; set; }

    /// <summary>Wall and monotonic clock may differ by this before charging stops.</summary>
    public int ClockStepSeconds { get; set; } = 60;

    /// <summary>A hub that starts so long after what its store has seen last charges nothing until an operator accepts the clock.</summary>
    public int ClockGapDays { get; set; } = 7;

    public int ReplayMinutes { get; set; } = 15;

    public int Replays { get; set; } = 3;
}

/// <summary>What a new list gets when its operator does not say otherwise.</summary>
internal sealed class PolicyOptions
{
    public int EpochDays { get; set; } = 365;

    public int OverlapDays { get; set; } = 30;

    public int EpochLeadSeconds { get; set; } = 3600;

    public int ReleaseDelaySeconds { get; set; } = 86_400;

    public int SnapshotSeconds { get; set; } = 300;

    public int ManifestSeconds { get; set; } = 600;

    /// <summary>How long a file that no manifest names any more can still be fetched.</summary>
    public int SnapshotRetentionHours { get; set; } = 48;

    /// <summary>How long each member's use by the hour is kept, for the report after a leaked key.</summary>
    public int UsageDays { get; set; } = 180;

    /// <summary>How long an address that no member's key is used from any more is kept.</summary>
    public int AddressDays { get; set; } = 90;

    public long Burst { get; set; } = 4_096;

    public long Day { get; set; } = 20_000;

    public long Epoch { get; set; } = 1_000_000;

    public long HubEpoch { get; set; } = 20_000_000;

    public int MemberCertificateDays { get; set; } = 365;

    public int ServerCertificateDays { get; set; } = 825;
}
