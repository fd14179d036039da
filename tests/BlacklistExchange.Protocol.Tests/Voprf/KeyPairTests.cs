using BlacklistExchange.Protocol.Voprf;
using static BlacklistExchange.Protocol.Tests.Voprf.VoprfScene;

namespace BlacklistExchange.Protocol.Tests.Voprf;

public sealed class KeyPairTests
{
    [Fact]
    public void Keeps_the_key_through_export_and_import()
    {
        using KeyPair key = KeyPair.Generate(Suite);
        byte[] secret = new byte[Suite.ScalarSize];
        key.ExportSecret(secret);
        using KeyPair again = KeyPair.Import(Suite, secret);
        Assert.Equal(key.PublicKey.ToArray(), again.PublicKey.ToArray());
    }

    [Fact]
    public void Returns_keys_apart_by_seed_info_and_mode()
    {
        byte[] seed = new byte[32], other = [.. seed[1..], 1];
        HashSet<string> keys = [];
        foreach (KeyPair key in new[]
        {
            KeyPair.Derive(Suite, seed, "a"u8), KeyPair.Derive(Suite, other, "a"u8), KeyPair.Derive(Suite, seed, "b"u8), KeyPair.Derive(Suite, Mode.Oprf, seed, "a"u8),
        })
        {
            Assert.True(keys.Add(Convert.ToHexString(key.PublicKey.Span)));
        }
    }

    [Fact]
    public void Refuses_secrets_that_are_zero_unreduced_or_of_another_length()
    {
        Assert.Equal(VoprfError.InputValidationError, Assert.Throws<VoprfException>(() => KeyPair.Import(Suite, new byte[32])).Error);
        Assert.Equal(VoprfError.DeserializeError, Assert.Throws<VoprfException>(() => KeyPair.Import(Suite, new byte[31])).Error);
        byte[] large = [.. Enumerable.Repeat((byte)255, 32)];
        Assert.Equal(VoprfError.DeserializeError, Assert.Throws<VoprfException>(() => KeyPair.Import(Suite, large)).Error);
    }

    [Fact]
    public void Refuses_seeds_of_another_length() => Assert.Throws<ArgumentException>(() => KeyPair.Derive(Suite, new byte[31], default));

    [Fact]
    public void Keeps_the_secret_out_of_text_and_refuses_use_after_disposal()
    {
        KeyPair key = KeyPair.Generate(Suite);
        Assert.Equal("Key pair of ristretto255-SHA512", key.ToString());
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.ExportSecret(new byte[32]));
    }

    [Fact]
    public void Returns_suites_by_exact_identifier_only()
    {
        Assert.True(Ciphersuite.TryGet("ristretto255-SHA512", out Ciphersuite? suite));
        Assert.Same(Suite, suite);
        Assert.False(Ciphersuite.TryGet("RISTRETTO255-SHA512", out _));
        Assert.False(Ciphersuite.TryGet("P256-SHA256", out _));
        Assert.False(Ciphersuite.TryGet(null, out _));
    }
}
