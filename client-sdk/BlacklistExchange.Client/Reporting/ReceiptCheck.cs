using BlacklistExchange.Client.Snapshots;
using BlacklistExchange.Client.Vault;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Reporting;

/// <summary>A receipt is one only when the exchange signed it for this report, item by item (spec/protocol.md §7.4).</summary>
internal static class ReceiptCheck
{
    /// <exception cref="HubUntrustedException">It is not.</exception>
    public static (Receipt Receipt, SignedStructure Signed) Open(SignedBytes wire, VaultedReport report, ExchangePin pin, string member)
    {
        SignedStructure? signed = SignedStructure.Of(wire);
        if (signed is null || !signed.IsSignedBy(pin.Key) || !Receipt.TryDecode(signed.Payload, out Receipt receipt))
        {
            throw Untrusted(report, "is not signed by the exchange's pinned key or malformed");
        }
        bool fits = receipt.Exchange == pin.Exchange && receipt.Member == member && receipt.List == report.List && receipt.Epoch == report.Epoch
            && receipt.ReportId == report.Id && receipt.StatementDigest.AsSpan().SequenceEqual(report.StatementDigest) && receipt.Items.Count == report.Items.Count;
        if (!fits)
        {
            throw Untrusted(report, "is for another report");
        }
        for (int index = 0; index < receipt.Items.Count; index++)
        {
            // After a renewal the vault holds a newer epoch's key; receipts come before that.
            if (report.Items[index].Epoch == receipt.Epoch && receipt.Items[index].Tag != report.Items[index].Key.DeriveTag())
            {
                throw Untrusted(report, $"names another entry for item {index}");
            }
        }
        return (receipt, signed);
    }

    private static HubUntrustedException Untrusted(VaultedReport report, string why) =>
        new($"The receipt of report {report.Id} {why}. The report stays in the vault as unanswered; tell the operator.");
}
