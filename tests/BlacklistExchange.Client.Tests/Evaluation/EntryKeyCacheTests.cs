using System.Security.Cryptography;
using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Client.Tests.Evaluation;

public sealed class EntryKeyCacheTests
{
    [Fact]
    public void Keeps_the_latest_and_lets_the_oldest_go()
    {
        using EntryKeyCache cache = new(3);
        CacheKey[] names = [.. Enumerable.Range(0, 5).Select(static number => new CacheKey((UInt128)number, 0))];
        byte[][] keys = [.. names.Select(static _ => RandomNumberGenerator.GetBytes(32))];
        for (int index = 0; index < 3; index++)
        {
            Add(cache, names[index], keys[index]);
        }
        cache.Find(names[0])!.Dispose();
        Add(cache, names[3], keys[3]);
        Add(cache, names[4], keys[4]);

        Assert.Null(cache.Find(names[1]));
        Assert.Null(cache.Find(names[2]));
        foreach (int kept in (int[])[0, 3, 4])
        {
            using EntryKey? found = cache.Find(names[kept]);
            Assert.Equal(keys[kept], found!.Reveal().ToArray());
        }
    }

    [Fact]
    public void Returns_nothing_after_disposal_or_without_room()
    {
        EntryKeyCache cache = new(2);
        CacheKey name = new(1, 2);
        Add(cache, name, RandomNumberGenerator.GetBytes(32));
        cache.Dispose();
        Assert.Null(cache.Find(name));
        Add(cache, name, RandomNumberGenerator.GetBytes(32));
        Assert.Null(cache.Find(name));

        using EntryKeyCache none = new(0);
        Add(none, name, RandomNumberGenerator.GetBytes(32));
        Assert.Null(none.Find(name));
    }

    private static void Add(EntryKeyCache cache, CacheKey name, byte[] bytes)
    {
        using EntryKey key = EntryKey.Import(bytes);
        cache.Add(name, key);
    }
}
