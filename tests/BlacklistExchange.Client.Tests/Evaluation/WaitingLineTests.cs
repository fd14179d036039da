using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Tests.Evaluation;

/// <summary>Who goes into the next request, over seeded random arrivals: what padding costs, and that nobody waits for ever.</summary>
public sealed class WaitingLineTests
{
    private static readonly EpochKeys[] Epochs = [Epoch(1), Epoch(2)];
    private static readonly IdentifierKind[] Kinds = [IdentifierKind.Phone, IdentifierKind.Email, IdentifierKind.ResidentId];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 4)]
    [InlineData(5, 4)]
    [InlineData(7, 4)]
    [InlineData(8, 8)]
    [InlineData(16, 16)]
    [InlineData(17, 16)]
    [InlineData(31, 16)]
    [InlineData(32, 32)]
    [InlineData(127, 64)]
    [InlineData(128, 128)]
    [InlineData(257, 256)]
    [InlineData(512, 512)]
    [InlineData(1024, 1024)]
    public void Takes_as_many_as_fill_a_group_to_half(int waiting, int taken)
    {
        Assert.Equal(taken, FillRules.Take(waiting, mayGoAlone: true));
        Assert.Equal(waiting == 1 ? 0 : taken, FillRules.Take(waiting, mayGoAlone: false));
    }

    [Fact]
    public void Costs_at_most_two_units_for_each_but_the_last_alone()
    {
        for (int count = 2; count <= 3000; count++)
        {
            Assert.InRange(FillRules.Cost(count), count, (2 * count) + 2);
            Assert.True(FillRules.Cost(count) <= GroupSizes.Cost(count));
        }
        Assert.Equal((4, 8, 20, 1104), (FillRules.Cost(1), FillRules.Cost(5), FillRules.Cost(17), FillRules.Cost(1100)));
    }

    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 400)]
    [InlineData(3, 3000)]
    [InlineData(4, 12)]
    public void Keeps_units_below_twice_the_identifiers_and_starves_nobody(int seed, int most)
    {
        Random random = new(seed);
        WaitingLine line = new();
        List<(RoundPlan Plan, int Ends)> inFlight = [];
        Dictionary<Wanted, int> arrived = [];
        int served = 0, all = 0;
        for (int round = 0; round < 400 || line.Count > 0; round++)
        {
            inFlight.RemoveAll(one => one.Ends <= round);
            Wanted[] batch = round < 400 ? Arrivals(random, random.Next(3) == 0 ? random.Next(3) : random.Next(most)) : [];
            foreach (Wanted wanted in batch)
            {
                line.Add(wanted);
                arrived.Add(wanted, round);
            }
            all += batch.Length;
            Dictionary<(uint, IdentifierKind), int> waiting = arrived.Keys.GroupBy(static wanted => (wanted.Epoch.Number, wanted.Kind))
                .ToDictionary(static group => group.Key, static group => group.Select(static wanted => wanted.Key).Distinct().Count());

            RoundPlan plan = line.Take(name => inFlight.Exists(one => one.Plan.Names.Contains(name)));

            foreach (IGrouping<(uint, IdentifierKind), (IReadOnlyList<Wanted> Slots, int Size)> group in plan.Groups().GroupBy(static group => (group.Slots[0].Epoch.Number, group.Slots[0].Kind)))
            {
                int real = group.Sum(static one => one.Slots.Count);
                bool isAlone = waiting[group.Key] == 1 && !inFlight.Exists(one => one.Plan.Names.Contains(group.Key));
                Assert.True(isAlone || group.Sum(static one => one.Size) <= 2 * real, $"Round {round}: {real} of {waiting[group.Key]} in {group.Sum(static one => one.Size)}.");
            }
            foreach (Wanted wanted in plan.Wanted.ToArray())
            {
                Assert.InRange(round - arrived[wanted], 0, 16 + (most / 256));
                Assert.True(arrived.Remove(wanted));
                served++;
            }
            Assert.Equal(arrived.Count, line.Count);
            Assert.True(plan.Groups().Count() <= GroupSizes.MaxGroups && plan.Groups().Sum(static group => group.Size) <= GroupSizes.MaxRequest);
            Assert.True(!plan.IsEmpty || line.Count == 0 || inFlight.Count > 0);
            inFlight.Add((plan, round + random.Next(1, 4)));
        }
        Assert.Equal(all, served);
    }

    [Fact]
    public void Takes_the_longest_waiting_first_and_all_who_want_the_same()
    {
        WaitingLine line = new();
        Wanted[] first = Batch([.. Enumerable.Range(0, 17).Select(static number => (Kinds[0], 0, number)), (Kinds[0], 0, 3), (Kinds[1], 0, 1), (Kinds[0], 0, 16)]);
        Array.ForEach(first, line.Add);

        RoundPlan plan = line.Take(static _ => false);

        Assert.Equal([.. first[..16], first[17], first[18]], plan.Wanted.OrderBy(static wanted => wanted.Place));
        Assert.Equal([16, 4], plan.Groups().Select(static group => group.Size));
        Assert.True(line.Take(plan.Names.Contains).IsEmpty);
        Assert.Equal([first[16], first[19]], line.Take(static _ => false).Wanted.OrderBy(static wanted => wanted.Place));
        Assert.Equal(0, line.Count);
    }

    private static Wanted[] Arrivals(Random random, int count) =>
        Batch([.. Enumerable.Range(0, count).Select(_ => (Kinds[random.Next(100) < 80 ? 0 : random.Next(Kinds.Length)], random.Next(Epochs.Length), random.Next(5000)))]);

    private static Wanted[] Batch((IdentifierKind Kind, int Epoch, int Number)[] wanted)
    {
        WantedBatch batch = new(static (_, _) => { }, CancellationToken.None);
        for (int place = 0; place < wanted.Length; place++)
        {
            (IdentifierKind kind, int epoch, int number) = wanted[place];
            batch.Add(place, new CacheKey((UInt128)number, (UInt128)((epoch * 256) + (int)kind)), kind, new byte[4], Epochs[epoch]);
        }
        return [.. batch.All];
    }

    private static EpochKeys Epoch(uint number)
    {
        EpochDescriptor descriptor = new() { Exchange = "exchange", List = "list", Epoch = number, NotBefore = 1, NotAfter = 2, Previous = new byte[32], Kinds = [] };
        Assert.True(EpochKeys.TryCreate(descriptor, new byte[32], out EpochKeys? keys, out _));
        return keys;
    }
}
