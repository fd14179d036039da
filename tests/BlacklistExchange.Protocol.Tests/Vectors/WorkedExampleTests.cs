using System.Text.Json.Nodes;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Voprf;
using static BlacklistExchange.Protocol.Tests.Vectors.Fixed;

namespace BlacklistExchange.Protocol.Tests.Vectors;

/// <summary>spec/protocol.md section 10: one identifier from canonical bytes to label.</summary>
public sealed class WorkedExampleTests
{
    [Fact]
    public void Returns_every_published_value_of_the_worked_example()
    {
        using KeyPair key = EpochKey();
        byte[] secret = new byte[32];
        key.ExportSecret(secret);
        using Scalar blind = Scalar("blind");
        byte[] blindBytes = new byte[32], nonceBytes = new byte[32];
        blind.CopyTo(blindBytes);
        using Scalar nonce = Scalar("nonce");
        nonce.CopyTo(nonceBytes);

        using BlindedBatch batch = new VoprfClient(JointKey.OfSingle(Suite, key.PublicKey)).Blind([Input], new Scalars([Scalar("blind")]));
        Assert.True(BlindedElements.TryDecode(Suite, batch.BlindedElements, out BlindedElements? blinded, out _));
        byte[] evaluated = new byte[32], proof = new byte[64], y = new byte[64];
        new VoprfServer(key).BlindEvaluate(blinded, evaluated, proof, nonce);
        batch.Finalize([new HolderAnswer(1, evaluated, proof)], y);

        using EntryKey entryKey = Protocol.Entries.EntryKey.Derive(y, Suite.Identifier, List, Phone, Epoch);
        byte[] label = new byte[Label.Size];
        Fixed.Example.Encode(label);
        byte[] sealedLabel = SealedLabel.Seal(entryKey, Fixed.Example, Bytes32("label salt").AsSpan(0, SealedLabel.SaltSize));
        Assert.True(SealedLabel.TryOpen(entryKey, sealedLabel, out Label opened));
        Assert.Equal(Fixed.Example, opened);

        PublishedVectors.Check("worked-example.json", new JsonObject
        {
            ["comment"] = "spec/protocol.md section 10. Hexadecimal. The phone number is invented. Blind and proof nonce are fixed here and random in use.",
            ["suite"] = Suite.Identifier,
            ["list"] = List,
            ["epoch"] = Epoch,
            ["kind"] = Phone,
            ["identifier"] = "+8619900000123",
            ["input"] = Hex(Input),
            ["seed"] = Hex(Bytes32("epoch key")),
            ["key_info"] = Hex("worked example"u8),
            ["secret_key"] = Hex(secret),
            ["public_key"] = Hex(key.PublicKey.Span),
            ["blind"] = Hex(blindBytes),
            ["blinded_element"] = Hex(batch.BlindedElements.Span),
            ["proof_nonce"] = Hex(nonceBytes),
            ["evaluated_element"] = Hex(evaluated),
            ["proof"] = Hex(proof),
            ["output_y"] = Hex(y),
            ["entry_info"] = Hex(Protocol.Entries.EntryKey.Info(Suite.Identifier, List, Phone, Epoch)),
            ["entry_key"] = Hex(entryKey.Reveal()),
            ["tag"] = entryKey.DeriveTag().ToString(),
            ["label"] = Hex(label),
            ["label_salt"] = Hex(sealedLabel.AsSpan(0, 16)),
            ["sealed_label"] = Hex(sealedLabel),
            ["snapshot_entry"] = Hex([.. entryKey.DeriveTag().ToArray().AsSpan(0, 16), .. sealedLabel]),
        });
    }
}
