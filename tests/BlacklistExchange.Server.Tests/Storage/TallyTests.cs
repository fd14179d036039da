using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Tests.Storage;

public sealed class TallyTests
{
    private readonly Tally<string> _tally = new(limit: 3, static _ => "rest");

    [Fact]
    public void Counts_beyond_its_limit_under_the_coarser_key_and_loses_nothing()
    {
        Parallel.For(0, 1_000, number => _tally.Add($"key {number % 10}"));
        IReadOnlyDictionary<string, long> taken = _tally.Take();
        Assert.Equal(4, taken.Count);
        Assert.Equal(1_000, taken.Values.Sum());
        Assert.Equal(700, taken["rest"]);
        Assert.Empty(_tally.Take());
    }

    [Fact]
    public void Takes_back_what_could_not_be_written()
    {
        _tally.Add("a", 2);
        IReadOnlyDictionary<string, long> taken = _tally.Take();
        _tally.Add("a");
        _tally.GiveBack(taken);
        Assert.Equal(3, _tally.Take()["a"]);
    }
}
