using System.CommandLine;
using BlacklistExchange.Server.Incidents;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub incident MEMBER --since T [--until T] [--notice FILE]</c></summary>
internal static class IncidentCommand
{
    public static Command Create()
    {
        Argument<string> member = new("member") { Description = "The member whose key may be in other hands." };
        Option<string> since = new("--since") { Required = true, Description = "Since when: 24h or 7d ago, or a time such as 2026-05-01T08:00:00+08:00. Rather too early." };
        Option<string?> until = new("--until") { Description = "Until when, in the same forms; default: now." };
        Option<string?> notice = new("--notice") { Description = "Also writes the draft of a breach notice, in Chinese and English, to this new file (mode 0600)." };
        Command command = new("incident", "Reports what a member's keys were used for since they may have leaked. Changes nothing.") { member, since, until, notice };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            ParseResult parse = call.Parse;
            string? path = parse.GetValue(notice);
            NoticeFile.RequireRoom(path);
            string query = $"since={Uri.EscapeDataString(parse.GetRequiredValue(since))}{(parse.GetValue(until) is { } end ? $"&until={Uri.EscapeDataString(end)}" : "")}";
            IncidentResponse incident = await call.Client.GetAsync(
                $"members/{Uri.EscapeDataString(parse.GetRequiredValue(member))}/incident?{query}", IncidentJson.Default.IncidentResponse, cancellationToken);
            string written = "";
            if (path is not null)
            {
                NoticeFile.Write(path, BreachNotice.Of(incident));
                written = $"\nDraft of a notice written to {path}: fill in every 【…】 and […] before anybody sees it.\n";
            }
            call.Print(incident, IncidentJson.Default.IncidentResponse, IncidentText.Of(incident) + written);
        });
        return command;
    }
}
