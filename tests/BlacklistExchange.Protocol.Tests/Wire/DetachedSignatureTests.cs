using System.Security.Cryptography;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Protocol.Tests.Wire;

public sealed class DetachedSignatureTests
{
    private static readonly byte[] Payload = "bex/report/v1 and the rest"u8.ToArray();

    [Fact]
    public void Keeps_what_it_signed()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] signature = DetachedSignature.Sign(key, Payload);
        Assert.Equal(DetachedSignature.Size, signature.Length);
        Assert.True(DetachedSignature.Verify(key, Payload, signature));
        Assert.True(DetachedSignature.Verify(key.ExportSubjectPublicKeyInfo(), Payload, signature));
    }

    [Fact]
    public void Refuses_every_flipped_bit_of_payload_and_signature()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] whole = [.. Payload, .. DetachedSignature.Sign(key, Payload)];
        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(DetachedSignature.Verify(key, whole.AsSpan(0, Payload.Length), whole.AsSpan(Payload.Length)));
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Refuses_another_key_length_or_form()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] signature = DetachedSignature.Sign(key, Payload);
        Assert.False(DetachedSignature.Verify(other, Payload, signature));
        Assert.False(DetachedSignature.Verify(key, Payload, signature.AsSpan(1)));
        Assert.False(DetachedSignature.Verify(key, Payload, [.. signature, 0]));
        Assert.False(DetachedSignature.Verify(key, Payload, []));
        Assert.False(DetachedSignature.Verify(key, Payload, new byte[64]));
        Assert.False(DetachedSignature.Verify(key, Payload, key.SignData(Payload, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));
    }

    [Theory]
    [InlineData("1.3.132.0.10")]
    [InlineData("1.3.36.3.3.2.8.1.1.7")]
    [InlineData("1.3.132.0.34")]
    public void Refuses_another_curve_even_of_256_bits(string oid)
    {
        using ECDsa key = ECDsa.Create(ECCurve.CreateFromValue(oid));
        byte[] signature = key.SignData(Payload, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        Assert.False(DetachedSignature.Verify(key, Payload, signature));
        Assert.False(DetachedSignature.Verify(key.ExportSubjectPublicKeyInfo(), Payload, signature));
        Assert.False(P256.IsKeyInfo(key.ExportSubjectPublicKeyInfo()));
        Assert.ThrowsAny<ArgumentException>(() => DetachedSignature.Sign(key, Payload));
    }

    [Fact]
    public void Refuses_a_public_key_that_is_truncated_extended_or_off_the_curve()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] signature = DetachedSignature.Sign(key, Payload);
        byte[] info = key.ExportSubjectPublicKeyInfo();
        Assert.All(Enumerable.Range(0, info.Length), length => Assert.False(DetachedSignature.Verify(info.AsSpan(0, length), Payload, signature)));
        Assert.False(DetachedSignature.Verify([.. info, 0], Payload, signature));
        for (int at = 0; at < info.Length; at++)
        {
            info[at] ^= 1;
            Assert.False(DetachedSignature.Verify(info, Payload, signature));
            info[at] ^= 1;
        }
        Assert.True(DetachedSignature.Verify(info, Payload, signature));
    }
}
