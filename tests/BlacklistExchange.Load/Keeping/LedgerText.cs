using System.Globalization;
using System.Text;

namespace BlacklistExchange.Load.Keeping;

/// <summary>A verdict for people, within 80 columns but for the ids of what is broken.</summary>
internal static class LedgerText
{
    public static string Of(LedgerVerdict verdict)
    {
        StringBuilder text = new();
        Line(text, "reports acknowledged", verdict.ReportsAcknowledged, $"{verdict.ReportsFound} found under the same receipt");
        Line(text, "reports in doubt", verdict.ReportsInDoubt, "sent, not answered; settled by sending them again");
        if (verdict.RowsCounted is { } rows)
        {
            Line(text, "rows in the store", rows, "reports of the ledger, each once and whole");
        }

        Line(text, "charges acknowledged", verdict.ChargesAcknowledged, $"{verdict.UnitsAcknowledged} units");
        Line(text, "charges in doubt", verdict.ChargesInDoubt, $"{verdict.ChargesInDoubtKept} of them were charged");
        Line(text, "units spent", verdict.UnitsSpent, "gone from the budget since the ledger began");
        Line(text, "asked again", verdict.ChargesAskedAgain, "newest charges and those in doubt");
        foreach (string broken in verdict.Broken)
        {
            text.Append("BROKEN  ").AppendLine(broken);
        }

        text.Append(verdict.Kept ? "verified: the hub has kept everything that it acknowledged, once" : $"NOT KEPT: {verdict.BrokenCount} promises are broken");
        return text.ToString();
    }

    private static void Line(StringBuilder text, string what, long count, string more) => text.Append(CultureInfo.InvariantCulture, $"{what,-22}{count,10}   {more}").AppendLine();
}
