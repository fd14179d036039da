using System.CommandLine;
using System.Text;
using BlacklistExchange.Server.Acts;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub entry show TAG</c></summary>
internal static class ShowEntryCommand
{
    public static Command Create()
    {
        Argument<string> tag = new("tag") { Description = "The entry's tag, 64 hexadecimal digits, as receipts print it." };
        Command command = new("show", "What stands behind a tag: state, label, reports and acts.") { tag };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            string path = $"entries/{Uri.EscapeDataString(call.Parse.GetRequiredValue(tag))}";
            ShowEntryResponse shown = await call.Client.GetAsync(path, ActJson.Default.ShowEntryResponse, cancellationToken);
            call.Print(shown, ActJson.Default.ShowEntryResponse, Text(shown));
        });
        return command;
    }

    public static string Text(ShowEntryResponse shown)
    {
        StringBuilder text = new();
        foreach (EntryDetail entry in shown.Entries)
        {
            string marks = $"{(entry.Disputed ? ", disputed" : "")}{(entry.Tombstone ? ", under a tombstone" : "")}{(entry.Erased ? ", erased" : "")}";
            text.AppendLine($"{entry.List}, epoch {entry.Epoch}, {entry.Kind}: {entry.State} since {Time(entry.StateSince)}{marks}");
            text.AppendLine($"  {(entry.Published ? "in members' lists" : entry.Label is null ? "in no member's list" : $"in members' lists from {Time(entry.VisibleFrom)}")}{(entry.ExpiresAt is { } end ? $", expires {Time(end)}" : "")}");
            if (entry.Label is { } label)
            {
                text.AppendLine($"  label: {label.Status}, {label.Category}, {label.First} to {label.Last}, {label.Tier}, reporters {label.Reporters}, flags {label.Flags}, policy {label.PolicyVersion}, ring {label.Ring}");
            }
            foreach (EntryReportDetail report in entry.Reports)
            {
                text.AppendLine($"  report {report.Member}/{report.ReportId} item {report.Item}: {report.Category}, {report.Evidence}{(report.NoticeServed ? " with notice" : "")}, observed {report.Observed}, received {Time(report.ReceivedAt)}{Standing(report)}");
            }
            foreach (EntryActDetail act in entry.Acts)
            {
                text.AppendLine($"  act {act.Verb} by {act.Actor}, {Time(act.At)}: {act.From} → {act.To}, {act.Ground} ({act.Reference})");
            }
        }
        return text.ToString();
    }

    private static string Standing(EntryReportDetail report) =>
        (report.RenewedFromEpoch is { } epoch ? $", renewed from epoch {epoch}" : "") + (report.Retracted ? ", retracted" : report.Counts ? "" : ", spent");

    private static string Time(long seconds) => $"{DateTimeOffset.FromUnixTimeSeconds(seconds):u}";
}
