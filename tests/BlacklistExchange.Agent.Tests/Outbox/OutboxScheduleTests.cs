using BlacklistExchange.Agent.Outbox;

namespace BlacklistExchange.Agent.Tests.Outbox;

/// <summary>What is asked when.</summary>
public sealed class OutboxScheduleTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Fact]
    public void Keeps_the_order_of_arrival_and_the_room()
    {
        OutboxSchedule schedule = Of(1, 2, 3);
        Assert.Equal([1L, 2L], Numbers(schedule, 2, Now));
        Assert.Empty(Numbers(schedule, 2, Now));
        schedule.Settle(1);
        Assert.Equal([3L], Numbers(schedule, 2, Now));
        Assert.Equal((2, 0), schedule.Taken);
        Assert.Equal(3, schedule.Last);
    }

    [Fact]
    public void Returns_what_failed_when_it_is_due_and_counts()
    {
        OutboxSchedule schedule = Of(1, 2);
        Numbers(schedule, 2, Now);
        List<int> failures = [];
        schedule.Return(1, count => Note(failures, count, Now.AddSeconds(5)));
        Assert.Empty(Numbers(schedule, 2, Now.AddSeconds(4)));
        Assert.Equal([1L], Numbers(schedule, 2, Now.AddSeconds(5)));
        schedule.Return(1, count => Note(failures, count, Now.AddSeconds(10)));
        Assert.Equal([1, 2], failures);
    }

    [Fact]
    public void Returns_what_waits_for_padding_until_its_time_and_then_in_the_ordinary_way()
    {
        OutboxSchedule schedule = new();
        foreach (long number in (long[])[1, 2])
        {
            schedule.Add(number, Now.AddSeconds(60).ToUnixTimeSeconds(), Now);
        }
        (long number, DateTimeOffset? spare) taken = Assert.Single(schedule.Take((9, 1), Now));
        Assert.Equal((1L, Now.AddSeconds(60)), taken);
        // No room: it looks again in half a minute, and does not miss its time.
        Assert.Empty(schedule.Take((9, 1), Now.AddSeconds(31)));
        Assert.Equal([(2L, null)], schedule.Take((9, 1), Now.AddSeconds(60)));
        schedule.Return(1, _ => Now.AddSeconds(61));
        Assert.Equal([(1L, null)], schedule.Take((9, 1), Now.AddSeconds(61)));
    }

    private static OutboxSchedule Of(params long[] numbers)
    {
        OutboxSchedule schedule = new();
        Array.ForEach(numbers, number => schedule.Add(number, null, Now));
        return schedule;
    }

    private static DateTimeOffset Note(List<int> failures, int count, DateTimeOffset due)
    {
        failures.Add(count);
        return due;
    }

    private static long[] Numbers(OutboxSchedule schedule, int room, DateTimeOffset now) => [.. schedule.Take((room, room), now).Select(static one => one.Number)];
}
