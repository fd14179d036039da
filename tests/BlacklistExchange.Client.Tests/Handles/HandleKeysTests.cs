using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Client.Handles;
using BlacklistExchange.Client.Storage;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Tests.Vectors;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Tests.Handles;

public sealed class HandleKeysTests
{
    [Fact]
    public void Returns_the_published_handle()
    {
        byte[] vaultKey = Bytes("vault key");
        byte[] nonce = Bytes("nonce")[..HandleCipher.NonceSize];
        byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, vaultKey, 32, salt: [], info: "bex/handle/v1"u8.ToArray());
        using KeyPair pair = KeyPair.Derive(Ciphersuite.Ristretto255Sha512, Bytes("epoch key"), "handle"u8);
        KindKey kind = new(JointKey.OfSingle(Ciphersuite.Ristretto255Sha512, pair.PublicKey), []);
        HandleItem phone = new(IdentifierKind.Phone);
        phone.Keep(8, kind.Fingerprint, Bytes("entry key 8"));
        phone.Keep(7, kind.Fingerprint, Bytes("entry key 7"));
        using HandleKeys keys = new([phone, new HandleItem(IdentifierKind.Email)]);
        using SecretBuffer plain = keys.Encode();
        using HandleCipher cipher = new([.. key], "example-exchange", "ipr-example");
        string handle = cipher.Seal(plain.Written.Span, nonce);

        PublishedVectors.Check("handle.json", new JsonObject
        {
            ["exchange"] = "example-exchange",
            ["list"] = "ipr-example",
            ["vault_key"] = Hex(vaultKey),
            ["handle_key"] = Hex(key),
            ["suite"] = "ristretto255-SHA512",
            ["joint_public_key"] = Hex(pair.PublicKey.Span),
            ["fingerprint"] = kind.Fingerprint.ToString("x16"),
            ["identifiers"] = new JsonArray(
                new JsonObject { ["kind"] = 2, ["epochs"] = new JsonArray(Held(7), Held(8)) },
                new JsonObject { ["kind"] = (int)IdentifierKind.Email, ["epochs"] = new JsonArray() }),
            ["plaintext"] = Hex(plain.Written.Span),
            ["nonce"] = Hex(nonce),
            ["associated_data"] = Hex(new ByteWriter("bex/handle/v1").U8(1).Text8("example-exchange").Text8("ipr-example").ToArray()),
            ["handle"] = handle,
        });
        using SecretBuffer opened = cipher.Open(handle);
        Assert.Equal(plain.Written.ToArray(), opened.Written.ToArray());
    }

    [Fact]
    public void Says_by_its_length_only_a_coarse_number_of_identifiers()
    {
        foreach ((int first, int last) in ((int, int)[])[(1, 4), (5, 16), (17, 64), (65, 100)])
        {
            int[] lengths = [.. Enumerable.Range(first, last - first + 1).Select(static count => Sealed(count).Length).Distinct()];
            Assert.Single(lengths);
            Assert.True(last == 100 || lengths[0] < Sealed(last + 1).Length);
        }
        Assert.NotEqual(Sealed(1), Sealed(1));
    }

    [Fact]
    public void Keeps_order_kinds_and_epochs()
    {
        using HandleKeys keys = Random(37, seed: 5);
        using SecretBuffer plain = keys.Encode();
        Assert.True(HandleKeys.TryDecode(plain.Written.Span, out HandleKeys? read));
        using HandleKeys owned = read;
        Assert.Equal(Text(keys), Text(read));
    }

    [Fact]
    public void Refuses_every_other_shape()
    {
        using HandleKeys keys = Random(3, seed: 7);
        using SecretBuffer plain = keys.Encode();
        byte[] good = plain.Written.ToArray();
        Assert.True(HandleKeys.TryDecode(good, out HandleKeys? read));
        read.Dispose();

        Assert.False(HandleKeys.TryDecode([], out _));
        Assert.False(HandleKeys.TryDecode([.. good, 0], out _));
        Assert.False(HandleKeys.TryDecode(good.AsSpan(0, good.Length - 1), out _));
        foreach ((int at, byte value) in ((int, byte)[])[(0, 0), (0, 101), (0, 255), (1, 200), (2, 255), (good.Length - 1, 1)])
        {
            byte[] bad = [.. good];
            bad[at] = value;
            Assert.False(HandleKeys.TryDecode(bad, out _), $"{at} = {value}");
        }
        Random random = new(11);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] noise = [.. good];
            noise[random.Next(noise.Length)] = (byte)random.Next(256);
            if (HandleKeys.TryDecode(noise.AsSpan(0, random.Next(noise.Length + 1)), out HandleKeys? some))
            {
                some.Dispose();
            }
        }
    }

    [Fact]
    public void Zeroes_keys_and_plaintext()
    {
        HandleKeys keys = Random(2, seed: 3);
        EntryKey[] held = [.. keys.Items.SelectMany(static item => item.Held).Select(static one => one.Key)];
        ReadOnlyMemory<byte> plain;
        using (SecretBuffer buffer = keys.Encode())
        {
            plain = buffer.Written;
            Assert.True(plain.Span.IndexOf(held[0].Reveal()) > 0);
        }
        Assert.False(plain.Span.ContainsAnyExcept((byte)0));
        keys.Dispose();
        Assert.NotEmpty(held);
        Assert.All(held, static key => Assert.Throws<ObjectDisposedException>(() => key.Reveal().Length));
        byte[] handleKey = RandomNumberGenerator.GetBytes(32);
        HandleCipher cipher = new(handleKey, "exchange", "list");
        string handle = cipher.Seal([1, 2, 3]);
        cipher.Dispose();
        Assert.Equal(new byte[32], handleKey);
        Assert.Throws<ObjectDisposedException>(() => cipher.Seal([1, 2, 3]));
        Assert.Throws<ObjectDisposedException>(() => cipher.Open(handle));
    }

    private static string Sealed(int count)
    {
        HandleItem[] items = [.. Enumerable.Range(0, count).Select(static _ => new HandleItem(IdentifierKind.Phone))];
        items[0].Keep(1, 2, Bytes("entry key"));
        using HandleKeys keys = new(items);
        using SecretBuffer plain = keys.Encode();
        using HandleCipher cipher = new(Bytes("handle key"), "exchange", "list");
        return cipher.Seal(plain.Written.Span);
    }

    private static HandleKeys Random(int count, int seed)
    {
        Random random = new(seed);
        HandleItem[] items = [.. Enumerable.Range(0, count).Select(_ => new HandleItem(IdentifierKinds.All[random.Next(IdentifierKinds.All.Count)].Kind))];
        foreach (HandleItem item in items)
        {
            for (int epochs = random.Next(1, 4); epochs > 0; epochs--)
            {
                byte[] key = new byte[EntryKey.Size];
                random.NextBytes(key);
                item.Keep((uint)random.Next(1, 6), (ulong)random.NextInt64(), key);
            }
        }
        return new HandleKeys(items);
    }

    private static string Text(HandleKeys keys) => string.Join('\n', keys.Items.Select(static item =>
        $"{item.Kind}: {string.Join(", ", item.Held.Select(static held => $"{held.Epoch} {held.Fingerprint:x} {Convert.ToHexString(held.Key.Reveal())}"))}"));

    private static JsonNode Held(int epoch) => new JsonObject { ["epoch"] = epoch, ["entry_key"] = Hex(Bytes($"entry key {epoch}")) };

    private static byte[] Bytes(string name) => SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(name));

    private static JsonNode Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
