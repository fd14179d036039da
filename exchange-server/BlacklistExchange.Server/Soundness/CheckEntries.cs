using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Snapshots;

namespace BlacklistExchange.Server.Soundness;

/// <summary>Wrapped entry keys open under the KEK, give the tag of their row, and open its label. A sample, unless all are asked for.</summary>
internal static class CheckEntries
{
    public static void Run(Scene scene, Finding finding)
    {
        if (scene.Kek is not { } kek)
        {
            finding.Leave("all: no KEK");
            return;
        }
        EntryKeys keys = new(kek);
        (FileKey Key, long Rows)[] groups = [.. SoundnessSql.EntryGroups(scene.Connection, scene.Transaction)];
        long all = groups.Sum(static group => group.Rows);
        long sample = scene.Sample(all);
        foreach ((FileKey key, long rows) in groups)
        {
            // Each file has its share of the sample, and never none.
            long share = sample == all ? rows : Math.Max(1, rows * sample / all);
            foreach (SoundnessSql.PublishedRow row in SoundnessSql.WrappedFrom(scene.Connection, scene.Transaction, key, share == rows ? new byte[Tag.Size] : RandomNumberGenerator.GetBytes(Tag.Size), share))
            {
                finding.Look();
                if (FaultOf(keys, key, row) is { } fault)
                {
                    finding.Fault($"{key.List}, epoch {key.Epoch}, kind {key.KindName}: {Convert.ToHexStringLower(row.Tag)[..32]}… {fault}");
                }
                scene.Progress.Report("entries", finding.Looked, sample);
            }
        }
        if (sample < all)
        {
            finding.Leave($"{all - finding.Looked:N0}: a sample; --all");
        }
    }

    private static string? FaultOf(EntryKeys keys, FileKey group, SoundnessSql.PublishedRow row)
    {
        try
        {
            using EntryKey key = keys.Unwrap(row.WrappedKey!, new EntryAddress(group.List, group.Epoch, group.Kind, new Tag(row.Tag)));
            if (key.DeriveTag() != new Tag(row.Tag))
            {
                return "has the entry key of another tag";
            }
            if (row.SealedLabel is null)
            {
                return null;
            }
            byte[] opened = new byte[Label.Size];
            if (!SealedLabel.TryOpen(key, row.SealedLabel, out Label label))
            {
                return "has a sealed label that does not open";
            }
            label.Encode(opened);
            return opened.AsSpan().SequenceEqual(row.Label) ? null : "has another label than is sealed";
        }
        catch (CryptographicException)
        {
            return "has an entry key that does not open";
        }
    }
}
