using System.Diagnostics.Metrics;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Storage;

/// <summary>Room on the disk of the data folder, as the hub's user may use it. Read in the background: a shared folder that hangs must not hang the scrape.</summary>
internal sealed class DiskMetrics
{
    private readonly DataFolder _folder;
    private Room? _room;

    private sealed record Room(long Free, long Size);

    public DiskMetrics(HubMeter hub, DataFolder folder)
    {
        _folder = folder;
        hub.Meter.CreateObservableGauge("bex.disk.free", () => Of(static room => room.Free), "By", "Free bytes on the disk of the data folder.");
        hub.Meter.CreateObservableGauge("bex.disk.size", () => Of(static room => room.Size), "By", "Size of that disk.");
    }

    public void Read()
    {
        DriveInfo disk = new(_folder.Path);
        Volatile.Write(ref _room, new Room(disk.AvailableFreeSpace, disk.TotalSize));
    }

    private IEnumerable<Measurement<long>> Of(Func<Room, long> value) => Volatile.Read(ref _room) is { } room ? [new Measurement<long>(value(room))] : [];
}
