using System.Security.Cryptography;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Server.Soundness;

/// <summary>
/// Statements are what members signed and rows say of them; receipts are of those statements. A signing key that was replaced is kept nowhere, so older reports of such a member are
/// looked at without their signature. A sample, unless all are asked for.
/// </summary>
internal static class CheckReports
{
    private const int IdSize = 16;

    public static void Run(Scene scene, Finding finding)
    {
        long all = SoundnessSql.Reports(scene.Connection, scene.Transaction);
        long sample = scene.Sample(all);
        byte[] from = sample == all ? new byte[IdSize] : RandomNumberGenerator.GetBytes(IdSize);
        long other = 0;
        foreach (SoundnessSql.ReportRow row in SoundnessSql.ReportsFrom(scene.Connection, scene.Transaction, from, sample))
        {
            finding.Look();
            bool verifies = DetachedSignature.Verify(row.SigningKey, row.Statement, row.Signature);
            bool replaced = !verifies && row.NewestKeyAt > row.ReceivedAt;
            other += replaced ? 1 : 0;
            if (FaultOf(scene, row) is { } fault)
            {
                finding.Fault($"report {new Guid(row.ReportId, bigEndian: true)} of {row.Member}: {fault}");
            }
            else if (!verifies && !replaced)
            {
                finding.Fault($"report {new Guid(row.ReportId, bigEndian: true)} of {row.Member}: its signature does not verify");
            }
            scene.Progress.Report("reports", finding.Looked, sample);
        }
        string[] left = [.. new[] { sample < all ? $"{all - sample:N0}: a sample; --all" : null, other > 0 ? $"{other:N0} signatures: key replaced" : null }.OfType<string>()];
        if (left.Length > 0)
        {
            finding.Leave(string.Join("; ", left));
        }
    }

    private static string? FaultOf(Scene scene, SoundnessSql.ReportRow row)
    {
        if (!ReportStatement.TryDecode(row.Statement, out ReportStatement statement))
        {
            return "its statement cannot be read";
        }
        bool same = statement.Exchange == scene.Options.Exchange && statement.Member == row.Member && statement.List == row.List && statement.Epoch == row.Epoch
            && statement.ReportId.ToByteArray(bigEndian: true).AsSpan().SequenceEqual(row.ReportId) && statement.Items.Count == row.Items && (long)statement.Category == row.Category;
        return !SHA256.HashData(row.Statement).AsSpan().SequenceEqual(row.Digest) ? "its digest is another one than its statement has"
            : !same ? "its statement says something else than its row"
            : !Receipt.TryDecode(row.Receipt, out Receipt receipt) || !receipt.StatementDigest.AsSpan().SequenceEqual(row.Digest) ? "its receipt is of another statement"
            : row.ItemRows != row.Items ? $"it has {row.Items} items and {row.ItemRows} rows of them"
            : null;
    }
}
