using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace BlacklistExchange.Server.Tests.Snapshots;

/// <summary>One builder: who is elected, and what a builder that was replaced without noticing can still do.</summary>
public sealed class BuilderTests : IDisposable
{
    private readonly SnapshotRig _rig = new();

    public BuilderTests()
    {
        _rig.AddList();
        _rig.AddEpoch();
        _rig.AddEntry();
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Raises_the_term_by_one_at_each_election()
    {
        Assert.Equal(1, _rig.Seat.Term);
        _rig.Seat.Dispose();
        using Builder next = Another();
        Assert.True(await next.StandAsync(CancellationToken.None));
        Assert.Equal(2, next.Term);
        Assert.Equal(1L, _rig.Scalar<long>("SELECT count(*) FROM builder"));
    }

    /// <summary>The old one believes that it builds, as a process does that was stopped while another was elected.</summary>
    [Fact]
    public async Task Refuses_whatever_a_builder_of_an_older_term_writes()
    {
        await _rig.BuildAsync();
        _rig.AddEntry();
        _rig.Time.Now += 100 * 3600;
        _rig.Execute("UPDATE builder SET term = term + 1, node = 'other'");
        await Assert.ThrowsAsync<NotBuilderException>(() => _rig.BuildAsync());
        Assert.Null(_rig.Seat.Term);
        Assert.Equal(1L, _rig.Scalar<long>("SELECT max(sequence) FROM manifest"));
        Assert.Equal(1L, _rig.Scalar<long>("SELECT count(*) FROM snapshot_file"));
        await Assert.ThrowsAsync<NotBuilderException>(() => _rig.Withdraw.RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Refuses_a_withdrawal_of_an_older_term()
    {
        string file = _rig.PathOf((await _rig.BuildAsync()).Files[0].Digest);
        _rig.Execute("UPDATE snapshot_file SET last_named_at = 0");
        _rig.Execute("UPDATE builder SET term = term + 1");
        await Assert.ThrowsAsync<NotBuilderException>(() => _rig.Withdraw.RunAsync(CancellationToken.None));
        Assert.True(File.Exists(file));
        Assert.Equal(0L, _rig.Scalar<long>("SELECT count(*) FROM snapshot_file WHERE withdrawn_at IS NOT NULL"));
    }

    [Fact]
    public async Task Returns_to_building_with_the_next_sequence_after_it_was_elected_again()
    {
        await _rig.BuildAsync();
        _rig.Execute("UPDATE builder SET term = term + 1");
        await Assert.ThrowsAsync<NotBuilderException>(() => _rig.BuildAsync());
        Assert.True(await _rig.Seat.StandAsync(CancellationToken.None));
        Assert.Equal(3, _rig.Seat.Term);
        Assert.Equal(2ul, (await _rig.BuildAsync()).Sequence);
    }

    private Builder Another() => new(StoreEngine.Of(_rig.Options, _rig.Folder), _rig.Store, _rig.Options, _rig.Time, NullLogger<Builder>.Instance);
}
