using System.Collections.Concurrent;
using System.Text;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Tests.Evaluation;

/// <summary>Entry keys beyond the process: what one client has paid for, the next of the same profile knows; a store learns nothing and cannot mislead.</summary>
public sealed class EntryKeyStoreTests
{
    [Fact]
    public async Task Costs_nothing_in_another_process_of_the_profile_and_the_full_price_in_another_profile()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        MemoryStore store = new();
        ExchangeClient first = world.Client(configure: options => options.EntryKeyStore = store.Store);
        Identifier[] people = [TestIds.Phone(1), TestIds.Phone(2), TestIds.Seller(3)];
        await first.QueryApplicantAsync(people, Purposes.SignUp);
        long charged = world.Hub.Charged;
        await first.DisposeAsync();

        ExchangeClient second = world.Client(configure: options => (options.EntryKeyStore, options.CachedEntryKeys) = (store.Store, 0));
        ApplicantListing known = await second.QueryApplicantAsync(people, Purposes.SignUp);

        Assert.Equal([Verdict.Listed, Verdict.NotListed, Verdict.NotListed], known.Listings.Select(static one => one.Verdict));
        Assert.Equal(charged, world.Hub.Charged);
        await world.Client("member-b", configure: options => options.EntryKeyStore = store.Store).QueryApplicantAsync(people, Purposes.SignUp);
        Assert.Equal(2 * charged, world.Hub.Charged);
        world.Hub.OpenEpoch();
        await second.SyncAsync();
        await second.QueryApplicantAsync(people, Purposes.SignUp);
        Assert.Equal(3 * charged, world.Hub.Charged);
    }

    [Fact]
    public async Task Pays_again_for_what_a_store_lost_altered_or_swapped()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        MemoryStore store = new();
        await world.Client(configure: options => options.EntryKeyStore = store.Store).QueryApplicantAsync([TestIds.Phone(1), TestIds.Phone(2)], Purposes.SignUp);
        Action<string[]>[] harms =
        [
            names => store.Kept.Clear(),
            names => store.Kept[names[0]][20] ^= 1,
            names => (store.Kept[names[0]], store.Kept[names[1]]) = (store.Kept[names[1]], store.Kept[names[0]]),
            names => store.Kept[names[0]] = [1, 2, 3],
            names => store.Kept[names[0]] = new byte[60],
        ];
        foreach (Action<string[]> harm in harms)
        {
            harm([.. store.Kept.Keys]);
            long charged = world.Hub.Charged;
            ExchangeClient client = world.Client(configure: options => options.EntryKeyStore = store.Store);

            ApplicantListing listing = await client.QueryApplicantAsync([TestIds.Phone(1), TestIds.Phone(2)], Purposes.SignUp);

            Assert.Equal([Verdict.Listed, Verdict.NotListed], listing.Listings.Select(static one => one.Verdict));
            Assert.Equal(charged + 4, world.Hub.Charged);
        }
    }

    [Fact]
    public async Task Gives_a_store_nothing_that_says_who_was_asked()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        MemoryStore store = new();
        await world.Client(configure: options => options.EntryKeyStore = store.Store).QueryAsync(TestIds.Phone(4711), Purposes.SignUp);

        (string name, byte[] whole) = store.Kept.Single();
        byte[] key = world.Hub.RevealEntryKey(TestIds.Phone(4711));
        using EntryKey entryKey = EntryKey.Import(key);
        Assert.Equal((LocalSeal.NameSize * 2, EntryKey.Size + LocalSeal.Overhead), (name.Length, whole.Length));
        byte[] all = [.. Convert.FromHexString(name), .. whole];
        foreach (byte[] secret in (byte[][])[key[..8], key[^8..], Encoding.ASCII.GetBytes(TestIds.Phone(4711).RevealValue()[3..]), entryKey.DeriveTag().ToArray()[..8]])
        {
            Assert.True(all.AsSpan().IndexOf(secret) < 0);
            Assert.True(((byte[])[.. all, .. secret]).AsSpan().IndexOf(secret) >= 0);
        }
    }

    private sealed class MemoryStore
    {
        public ConcurrentDictionary<string, byte[]> Kept { get; } = [];

        public EntryKeyStore Store => new(name => Kept.GetValueOrDefault(Convert.ToHexString(name)), (name, whole) => Kept[Convert.ToHexString(name)] = whole);
    }
}
