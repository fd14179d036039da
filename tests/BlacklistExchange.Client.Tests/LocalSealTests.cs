using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Client.Tests;

/// <summary>What is sealed opens at its place with the same vault key, exchange, list and use, and nowhere else.</summary>
public sealed class LocalSealTests
{
    [Fact]
    public async Task Opens_at_its_place_and_under_its_own_keys_alone()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        using LocalSeal seal = client.CreateSeal("outbox");
        using LocalSeal again = client.CreateSeal("outbox");
        using LocalSeal otherUse = client.CreateSeal("outbox2");
        using LocalSeal otherMember = world.Client("member-b").CreateSeal("outbox");
        using LocalSeal otherKey = world.Client("member-c", configure: options => options.VaultKey = RandomNumberGenerator.GetBytes(32)).CreateSeal("outbox");

        Prop.ForAll<byte[], byte[], int>((plain, place, at) =>
        {
            byte[] whole = seal.Seal(plain, place);
            byte[] altered = [.. whole];
            altered[(int)((uint)at % altered.Length)] ^= 1;
            return Opens(again, whole, place, plain) && !Opens(seal, altered, place, plain) && !Opens(seal, whole, [.. place, 0], plain)
                && !Opens(otherUse, whole, place, plain) && !Opens(otherMember, whole, place, plain) && !Opens(otherKey, whole, place, plain) && !seal.Seal(plain, place).AsSpan().SequenceEqual(whole);
        }).QuickCheckThrowOnFailure();
        byte[] name = seal.NameOf("customer 7"u8);
        Assert.Equal(LocalSeal.NameSize, name.Length);
        Assert.Equal(name, again.NameOf("customer 7"u8));
        Assert.All((LocalSeal[])[otherUse, otherMember, otherKey], other => Assert.NotEqual(name, other.NameOf("customer 7"u8)));
        Assert.NotEqual(name, seal.NameOf("customer 8"u8));
    }

    [Fact]
    public async Task Refuses_what_cannot_be_a_seal_and_use_after_the_end()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        LocalSeal seal = world.Client().CreateSeal("outbox");
        byte[] whole = seal.Seal([1, 2, 3], []);

        Assert.False(seal.TryOpen(whole.AsSpan(0, LocalSeal.Overhead - 1), [], []));
        Assert.Throws<ArgumentException>(() => seal.TryOpen(whole, [], new byte[4]));
        Assert.Throws<ArgumentException>(() => world.Client().CreateSeal(""));
        Assert.Throws<ArgumentOutOfRangeException>(() => world.Client().CreateSeal(new string('x', 65)));
        seal.Dispose();
        Assert.Throws<ObjectDisposedException>(() => seal.Seal([1], []));
        Assert.Throws<ObjectDisposedException>(() => seal.TryOpen(whole, [], new byte[3]));
        Assert.Throws<ObjectDisposedException>(() => seal.NameOf([1]));
    }

    private static bool Opens(LocalSeal seal, byte[] whole, byte[] place, byte[] plain)
    {
        byte[] opened = new byte[whole.Length - LocalSeal.Overhead];
        return seal.TryOpen(whole, place, opened) && opened.AsSpan().SequenceEqual(plain);
    }
}
