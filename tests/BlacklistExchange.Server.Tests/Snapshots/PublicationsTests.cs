using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Server.Snapshots;

namespace BlacklistExchange.Server.Tests.Snapshots;

public sealed class PublicationsTests
{
    private readonly StoppedTime _time = new();
    private readonly Publications _publications;

    public PublicationsTests() => _publications = new Publications(_time, new HubOptions());

    [Fact]
    public void Returns_no_fault_while_the_last_good_manifest_is_young()
    {
        Assert.Null(_publications.Fault());
        _publications.Published("brands", Manifest(), _time.Now);
        _publications.Failed("brands", _time.Now);
        Assert.Null(_publications.Fault());
        _time.Now += 601;
        Assert.Contains("600 s", _publications.Fault(), StringComparison.Ordinal);
        _publications.Looked("brands", _time.Now);
        Assert.Null(_publications.Fault());
    }

    [Fact]
    public void Returns_a_fault_for_a_list_that_has_never_had_a_manifest()
    {
        _publications.Failed("brands", _time.Now);
        Assert.DoesNotContain("brands", _publications.Fault()!, StringComparison.Ordinal);
        _publications.Published("brands", Manifest(), _time.Now);
        Assert.Null(_publications.Fault());
    }

    private Manifest Manifest() => new() { Exchange = "test-exchange", List = "brands", Sequence = 1, IssuedAt = (ulong)_time.Now, PolicyVersion = 1, Epochs = [], Files = [] };
}
