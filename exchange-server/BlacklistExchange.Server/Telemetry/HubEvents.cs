namespace BlacklistExchange.Server.Telemetry;

/// <summary>Stable event ids of the log (spec/telemetry.md); a number is never used for another event. Slices take a hundred each from 2000.</summary>
internal static class HubEvents
{
    public static readonly EventId Serving = new(1000, "serving");
    public static readonly EventId Incident = new(1100, "incident");
    public static readonly EventId StoreRefused = new(1101, "store-refused");
    public static readonly EventId StoreFatal = new(1102, "store-outcome-unknown");
    public static readonly EventId PrimaryFound = new(1110, "primary-found");
    public static readonly EventId StandbyNotDemanded = new(1111, "standby-not-demanded");
    public static readonly EventId OldPrimary = new(1112, "old-primary");
    public static readonly EventId ConnectionsEnded = new(1200, "connections-ended");
    public static readonly EventId SweepFailed = new(1201, "connection-sweep-failed");
    public static readonly EventId CertificateEnding = new(1210, "certificate-ending");
    public static readonly EventId CertificateTakenUp = new(1211, "certificate-taken-up");
    public static readonly EventId CertificateNotTakenUp = new(1212, "certificate-not-taken-up");
    public static readonly EventId ClockStepped = new(1300, "clock-stepped");
    public static readonly EventId ClockSettled = new(1301, "clock-settled");
    public static readonly EventId BuilderElected = new(1400, "builder-elected");
    public static readonly EventId BuilderLost = new(1401, "builder-lost");
    public static readonly EventId EpochKeyMissing = new(1402, "epoch-key-missing");
    public static readonly EventId EpochKeyRefused = new(1403, "epoch-key-refused");
    public static readonly EventId EpochKeysNotFollowed = new(1404, "epoch-keys-not-followed");
    public static readonly EventId Sealed = new(1550, "sealed");
    public static readonly EventId ShareTaken = new(1551, "share-taken");
    public static readonly EventId ShareRefused = new(1552, "share-refused");
    public static readonly EventId SharesDropped = new(1553, "shares-dropped");
    public static readonly EventId Unsealed = new(1554, "unsealed");
    public static readonly EventId Unattended = new(1555, "unattended");
    public static readonly EventId KekSwitched = new(1556, "kek-switched");
    public static readonly EventId KekCaughtUp = new(1557, "kek-caught-up");
    public static readonly EventId Restored = new(1600, "restored");
    public static readonly EventId Reconciled = new(1601, "reconciled");
    public static readonly EventId UseNotWritten = new(1650, "use-not-written");
    public static readonly EventId UseNotForgotten = new(1651, "use-not-forgotten");
    public static readonly EventId FiguresNotRead = new(1700, "figures-not-read");
    public static readonly EventId MemberEmergency = new(2100, "member-emergency");
    public static readonly EventId EpochDestroyed = new(2200, "epoch-destroyed");
    public static readonly EventId EpochNotDestroyed = new(2201, "epoch-not-destroyed");
    public static readonly EventId RequestsNotForgotten = new(2300, "requests-not-forgotten");
    public static readonly EventId LabelsSealedAgain = new(2500, "labels-sealed-again");
    public static readonly EventId EntriesExpired = new(2501, "entries-expired");
    public static readonly EventId EntryUpkeepFailed = new(2502, "entry-upkeep-failed");
    public static readonly EventId SnapshotPublished = new(2700, "snapshot-published");
    public static readonly EventId SnapshotFailed = new(2701, "snapshot-failed");
    public static readonly EventId SnapshotDamaged = new(2702, "snapshot-damaged");
    public static readonly EventId SnapshotSwept = new(2703, "snapshot-swept");
    public static readonly EventId SnapshotWithdrawn = new(2704, "snapshot-withdrawn");
}
