using BlacklistExchange.Server.Evaluation;

namespace BlacklistExchange.Server.Tests.Evaluation;

public sealed class InFlightTests
{
    [Fact]
    public void Refuses_a_fifth_whole_request_and_only_to_that_member()
    {
        InFlight inFlight = new();
        IDisposable?[] rooms = [.. Enumerable.Range(0, 4).Select(_ => inFlight.TryEnter("a", 4_096))];
        Assert.All(rooms, Assert.NotNull);
        Assert.Null(inFlight.TryEnter("a", 4));
        Assert.NotNull(inFlight.TryEnter("b", 4_096));
        rooms[0]!.Dispose();
        rooms[0]!.Dispose();
        Assert.NotNull(inFlight.TryEnter("a", 4_096));
        Assert.Null(inFlight.TryEnter("a", 4));
    }
}
