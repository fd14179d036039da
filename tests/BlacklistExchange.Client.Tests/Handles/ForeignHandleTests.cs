using System.Buffers.Text;
using System.Security.Cryptography;
using BlacklistExchange.Client.Testing;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Tests.Handles;

/// <summary>What is no handle of this member, exchange and list, or none that was left as it was, is refused; and a handle under other keys clears nobody.</summary>
public sealed class ForeignHandleTests
{
    [Fact]
    public async Task Refuses_a_handle_altered_at_any_byte_or_of_any_other_length()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        string handle = (await client.CheckAsync([TestIds.Phone(1)], Purposes.SignUp)).Handle!;
        byte[] bytes = Base64Url.DecodeFromChars(handle);

        for (int index = 0; index < bytes.Length; index++)
        {
            byte[] altered = [.. bytes];
            altered[index] ^= (byte)(1 << (index % 8));
            Refuses(client, Base64Url.EncodeToString(altered));
        }
        for (int index = 0; index < handle.Length; index++)
        {
            Refuses(client, handle[..index] + (handle[index] == 'A' ? 'B' : 'A') + handle[(index + 1)..]);
            Refuses(client, handle[..index]);
            Refuses(client, handle.Insert(index, " "));
        }
        foreach (string text in (string[])["", "=", "handle", "名单", handle + "A", handle + "AAAA", handle + "=", handle + "\n", " " + handle, new string('A', 40), new string('A', 3_000_000)])
        {
            Refuses(client, text);
        }
        Assert.Throws<ArgumentNullException>(() => client.Match(null!));
        Assert.Equal(Verdict.NotListed, client.Match(handle).Listing.Listings[0].Verdict);
    }

    [Fact]
    public async Task Says_whether_a_handle_is_none_is_of_another_version_or_does_not_open()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        string handle = (await client.CheckAsync([TestIds.Phone(1)], Purposes.SignUp)).Handle!;
        byte[] other = [2, .. Base64Url.DecodeFromChars(handle).AsSpan(1)];

        Assert.Contains("no handle", Refuses(client, "13912340001").Message, StringComparison.Ordinal);
        Assert.DoesNotContain("13912340001", Refuses(client, "13912340001").ToString(), StringComparison.Ordinal);
        Assert.Contains("version 2", Refuses(client, Base64Url.EncodeToString(other)).Message, StringComparison.Ordinal);
        Assert.Contains("fake-exchange/sellers", Refuses(world.Client("member-b"), handle).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fake-exchange", "others")]
    [InlineData("other-exchange", "sellers")]
    public async Task Refuses_a_handle_of_another_list_or_exchange_under_the_same_key(string exchange, string list)
    {
        byte[] key = RandomNumberGenerator.GetBytes(32);
        await using TestWorld world = await TestWorld.StartAsync();
        await using TestWorld other = await TestWorld.StartAsync(new FakeHubOptions { Exchange = exchange, List = list, Kinds = [IdentifierKind.Phone] });
        string handle = (await world.Client(configure: options => options.VaultKey = key).CheckAsync([TestIds.Phone(1)], Purposes.SignUp)).Handle!;
        ExchangeClient client = other.Client(configure: options => options.VaultKey = key);
        await client.SyncAsync();

        Refuses(client, handle);
    }

    [Fact]
    public async Task Never_clears_by_an_epoch_of_the_same_number_under_another_key()
    {
        byte[] key = RandomNumberGenerator.GetBytes(32);
        await using TestWorld before = await TestWorld.StartAsync();
        await using TestWorld after = await TestWorld.StartAsync();
        after.Hub.List(TestIds.Phone(1));
        string handle = (await before.Client(configure: options => options.VaultKey = key).CheckAsync([TestIds.Phone(1)], Purposes.SignUp)).Handle!;
        ExchangeClient client = after.Client(configure: options => options.VaultKey = key);
        await client.SyncAsync();

        Matched matched = client.Match(handle);

        Assert.Equal((true, UnsureReason.HandleIncomplete), (matched.NeedsRefresh, matched.Listing.Listings[0].Reason));
    }

    private static HandleException Refuses(ExchangeClient client, string handle) => Assert.Throws<HandleException>(() => client.Match(handle));
}
