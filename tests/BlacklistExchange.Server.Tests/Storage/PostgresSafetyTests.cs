using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Tests.Storage;

public sealed class PostgresSafetyTests
{
    private static readonly PostgresSafety.Settings Safe = new("UTF8", "C", "c", "on", "on", "on", "off", Standby: false, StandbyNames: "");

    [Fact]
    public void Returns_no_fault_of_safe_settings()
    {
        Assert.Empty(PostgresSafety.Faults(Safe));
        Assert.Empty(PostgresSafety.Faults(Safe with { SynchronousCommit = "remote_apply", Collation = "POSIX" }));
        Assert.Null(PostgresSafety.FaultOfVersion(new Version(15, 3)));
    }

    [Fact]
    public void Warns_where_no_commit_waits_for_a_standby()
    {
        Assert.Contains("synchronous_standby_names", PostgresSafety.Caution(Safe), StringComparison.Ordinal);
        Assert.Null(PostgresSafety.Caution(Safe with { StandbyNames = "standby" }));
    }

    [Fact]
    public void Refuses_what_is_too_old() => Assert.Contains("15", PostgresSafety.FaultOfVersion(new Version(14, 11)), StringComparison.Ordinal);

    [Fact]
    public void Refuses_each_unsafe_setting_by_what_to_change()
    {
        (PostgresSafety.Settings Settings, string Named)[] unsafely =
        [
            (Safe with { Fsync = "off" }, "fsync = on"),
            (Safe with { FullPageWrites = "off" }, "full_page_writes = on"),
            (Safe with { SynchronousCommit = "off" }, "synchronous_commit = on"),
            (Safe with { SynchronousCommit = "local" }, "synchronous_commit = on"),
            (Safe with { SynchronousCommit = "remote_write" }, "synchronous_commit = on"),
            (Safe with { DataSyncRetry = "on" }, "data_sync_retry = off"),
            (Safe with { Encoding = "LATIN1" }, "ENCODING 'UTF8'"),
            (Safe with { Collation = "en_US.UTF-8" }, "LC_COLLATE 'C'"),
            (Safe with { Provider = "i" }, "LC_COLLATE 'C'"),
            (Safe with { Standby = true }, "primary"),
        ];
        foreach ((PostgresSafety.Settings settings, string named) in unsafely)
        {
            Assert.Contains(named, Assert.Single(PostgresSafety.Faults(settings)), StringComparison.Ordinal);
        }
        Assert.Equal(6, PostgresSafety.Faults(new PostgresSafety.Settings("LATIN1", "x", "i", "off", "off", "off", "on", Standby: true, StandbyNames: "")).Count());
    }
}
