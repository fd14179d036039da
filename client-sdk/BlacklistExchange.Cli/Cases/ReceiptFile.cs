using System.Globalization;
using BlacklistExchange.Cli.Csv;
using BlacklistExchange.Cli.Queries;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;

namespace BlacklistExchange.Cli.Cases;

/// <summary>
/// The receipts as CSV, one line an item; the operator's bulk act takes the file as it is. Mode 0600. Tags are not secret, and worth nothing by themselves.
/// </summary>
internal static class ReceiptFile
{
    private static readonly string[] Header = ["case_id", "report_id", "item", "list", "epoch", "kind", "tag", "outcome", "state"];

    /// <exception cref="InputException">The file exists.</exception>
    public static void RequireNew(string? path)
    {
        if (path is not null && File.Exists(path))
        {
            throw new InputException($"{path} exists; nothing is overwritten. Reporting the same cases again is free and gives the same receipts.");
        }
    }

    /// <summary>Writes all receipts at once; a run that was stopped before leaves no file, and is run again.</summary>
    public static void Write(string? path, IReadOnlyList<CaseOutcome> outcomes)
    {
        if (path is not null)
        {
            using DurableAppend file = DurableAppend.Create(path);
            file.Write(CsvLine.Of(Header) + string.Concat(outcomes.Where(static one => one.Receipt is not null).Select(Lines)));
        }
    }

    private static string Lines(CaseOutcome outcome)
    {
        Receipt receipt = outcome.Receipt!;
        return string.Concat(receipt.Items.Select((item, index) => CsvLine.Of(
        [
            CsvLine.Safe(outcome.Draft.CaseId),
            outcome.ReportId.ToString(),
            index.ToString(CultureInfo.InvariantCulture),
            receipt.List,
            receipt.Epoch.ToString(CultureInfo.InvariantCulture),
            IdentifierKinds.Name(outcome.Draft.Case!.Identifiers[index].Kind),
            item.Tag.ToString(),
            KebabName.Of(item.Outcome),
            KebabName.Of(item.State),
        ])));
    }
}
