using System.Security.Cryptography;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Snapshots;

namespace BlacklistExchange.Server.Soundness;

/// <summary>Descriptors are what was signed, say what the rows say, and name the one before (spec/protocol.md §4).</summary>
internal static class CheckEpochs
{
    public static void Run(Scene scene, Finding finding)
    {
        if (scene.ExchangeKey is null)
        {
            finding.Leave("signatures: no signing key");
        }
        foreach (string list in PublishedSql.Lists(scene.Connection, scene.Transaction))
        {
            byte[] previous = new byte[SHA256.HashSizeInBytes];
            foreach (EpochRow row in EpochSql.Of(scene.Connection, scene.Transaction, list))
            {
                finding.Look();
                if (FaultOf(scene, row, previous) is { } fault)
                {
                    finding.Fault($"{list}, epoch {row.Epoch}: {fault}");
                }
                previous = row.DescriptorDigest;
            }
        }
    }

    private static string? FaultOf(Scene scene, EpochRow row, byte[] previous)
    {
        if (!EpochDescriptor.TryDecode(row.Descriptor, out EpochDescriptor descriptor))
        {
            return "its descriptor cannot be read";
        }
        bool same = descriptor.Exchange == scene.Options.Exchange && descriptor.List == row.List && descriptor.Epoch == row.Epoch
            && descriptor.NotBefore == (ulong)row.NotBefore && descriptor.NotAfter == (ulong)row.NotAfter;
        return !SHA256.HashData(row.Descriptor).AsSpan().SequenceEqual(row.DescriptorDigest) ? "its digest is another one than its descriptor has"
            : scene.ExchangeKey is { } key && !DetachedSignature.Verify(key, row.Descriptor, row.Signature) ? "its signature does not verify"
            : !same ? "its descriptor says something else than its row"
            : !descriptor.Previous.AsSpan().SequenceEqual(previous) ? "it does not name the epoch before it"
            : !KeysAre(descriptor, EpochSql.Keys(scene.Connection, scene.Transaction, row.List, row.Epoch)) ? "its descriptor names other keys than its rows"
            : null;
    }

    private static bool KeysAre(EpochDescriptor descriptor, IReadOnlyList<EpochKeyRow> rows) => descriptor.Kinds.Count == rows.Count
        && descriptor.Kinds.Zip(rows).All(static pair => pair.First.Kind == pair.Second.Kind && pair.First.Suite == pair.Second.Suite && pair.First.JointPublicKey.AsSpan().SequenceEqual(pair.Second.PublicKey));
}
