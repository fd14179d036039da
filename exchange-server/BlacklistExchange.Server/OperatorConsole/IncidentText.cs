using System.Text;
using BlacklistExchange.Server.Incidents;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>The report after a leaked key as an operator reads it at night: what is known, what it means at worst, and what to type next.</summary>
internal static class IncidentText
{
    private const int Ids = 20;
    private const int Spki = 16;

    public static string Of(IncidentResponse incident)
    {
        StringBuilder text = new();
        Head(text, incident);
        Worst(text, incident);
        Use(text, incident);
        Where(text, incident);
        Signed(text, incident);
        Next(text, incident);
        return text.ToString();
    }

    private static void Head(StringBuilder text, IncidentResponse incident)
    {
        Say(text, $"{incident.Member}, {incident.Role} of {incident.Entity} ({incident.EntityName}), sector {incident.Sector}: now {incident.Status}.");
        Say(text, $"From {TextTable.Minute(incident.Since)} until {TextTable.Minute(incident.Until)}. Use is known by whole hours: {TextTable.Minute(incident.CountedFrom)} to {TextTable.Minute(incident.CountedTo)}, "
            + $"\"before\" is the {(incident.CountedFrom - incident.BaselineFrom) / IncidentRules.Hour:N0} hours before that.");
        if (incident.RecordedSince > incident.BaselineFrom)
        {
            Say(text, $"NOTE: the record of use begins {TextTable.Minute(incident.RecordedSince)}. {(incident.RecordedSince > incident.CountedFrom
                ? "What was done before is not in it: the figures below are too low." : "\"Before\" is therefore too low.")}");
        }
        foreach (IncidentAct act in incident.Acts)
        {
            Say(text, $"{TextTable.Minute(act.At)} {act.Verb} by {act.Actor}{(act.Reason is null ? "" : $": {act.Reason}")}");
        }
        text.AppendLine();
    }

    private static void Worst(StringBuilder text, IncidentResponse incident)
    {
        Say(text, $"AT WORST {incident.TestedAtWorst:N0} identifiers were tested (before: {incident.TestedBefore:N0}): each evaluated element tests one, if every one was the thief's and none was padding. A repeated request is free and shows nothing new.");
        if (incident.Status == "active")
        {
            Say(text, $"NOT STOPPED: the budgets would still allow {incident.Remaining.Sum(static line => line.Today):N0} more until 00:00 UTC, and {incident.Remaining.Sum(static line => line.InAll):N0} while these epochs live. They are shared by all members under {incident.Top}.");
            text.AppendLine(new TextTable("List", "Kind", ">Left today", ">Left in all").Rows(incident.Remaining, static line => [line.List, line.Kind, line.Today, line.InAll]).ToString().TrimEnd());
        }
        else
        {
            Say(text, $"Stopped: nothing more can be tested with its keys. (Reinstated as it is, it could test {incident.Remaining.Sum(static line => line.InAll):N0} more in the live epochs.)");
        }
        text.AppendLine();
    }

    private static void Use(StringBuilder text, IncidentResponse incident)
    {
        text.AppendLine(new TextTable("List", "Kind", ">Requests", ">before", ">Tested", ">before", ">Refused", ">before").Rows(incident.Use, static line =>
            [line.List, line.Kind, line.Requests, line.RequestsBefore, line.Units, line.UnitsBefore, line.Refused, line.RefusedBefore]).ToString().TrimEnd());
        text.AppendLine();
        if (incident.Hours.Count > 0)
        {
            Say(text, $"Hours with more than any hour before ({incident.HoursOutstanding:N0}{(incident.HoursOutstanding > incident.Hours.Count ? $", the largest {incident.Hours.Count} shown" : "")}):");
            text.AppendLine(new TextTable("Hour from", ">Requests", ">Tested", ">Refused").Rows(incident.Hours, static hour => [TextTable.Minute(hour.Hour), hour.Requests, hour.Units, hour.Refused]).ToString().TrimEnd());
        }
        else
        {
            Say(text, "No hour stands out from those before.");
        }
        text.AppendLine();
        text.AppendLine(new TextTable("List", "File", "Kind", ">Fetched", ">before").Rows(incident.Files, static file => [file.List, file.File, file.Kind, file.Fetches, file.FetchesBefore]).ToString().TrimEnd());
        if (incident.FilesUrl is { } cache)
        {
            Say(text, $"Fetches from the cache {cache} are not in this table: its own log has them.");
        }
        text.AppendLine();
    }

    private static void Where(StringBuilder text, IncidentResponse incident)
    {
        text.AppendLine(new TextTable("Key (SPKI)", "Status", "Issued", "Ends", "Last used").Rows(incident.Certificates, static one =>
            [one.Spki[..Spki], one.Status, TextTable.Day(one.CreatedAt), TextTable.Day(one.NotAfter), one.LastSeen is { } seen ? TextTable.Minute(seen) : null]).ToString().TrimEnd());
        text.AppendLine();
        text.AppendLine(new TextTable("", "Address", "Key", ">Served", ">Refused", "First", "Last").Rows(incident.Addresses, static one =>
            [one.New ? "NEW" : "", one.Address, one.Spki[..8], one.Requests, one.Refused, TextTable.Day(one.FirstSeen), TextTable.Day(one.LastSeen)]).ToString().TrimEnd());
        Say(text, "NEW = first seen in this time. Counts are since first seen. Behind a balancer every address is the balancer's: its log has the others.");
        text.AppendLine();
    }

    private static void Signed(StringBuilder text, IncidentResponse incident)
    {
        Say(text, $"Signed in its name: {incident.ReportsFiled:N0} reports, {incident.Retractions:N0} withdrawals, {incident.Disputes:N0} disputes.");
        if (incident.Signed.Count > 0)
        {
            text.AppendLine(new TextTable("List", "Kind", ">Reports", ">Items", ">Standing").Rows(incident.Signed, static line => [line.List, line.Kind, line.Reports, line.Items, line.Standing]).ToString().TrimEnd());
        }
        foreach (IncidentReport report in incident.Reports.Take(Ids))
        {
            text.AppendLine($"  {incident.Member}/{report.Id}");
        }
        if (incident.ReportsFiled > Ids)
        {
            Say(text, $"and {incident.ReportsFiled - Ids:N0} more; --json names the first {IncidentSql.MaxReports:N0}.", indent: 2);
        }
        text.AppendLine();
    }

    private static void Next(StringBuilder text, IncidentResponse incident)
    {
        string name = incident.Member;
        text.AppendLine("What this means");
        Say(text, "- Whoever has the key could test identifiers that it already had or guessed, one charged evaluation each, and learn of each whether and how it is listed; not who reported it. It could not read the list out.");
        Say(text, "- List files that were fetched stay useful to it only with entry keys evaluated before it was stopped. Nothing can be tested offline without one, and a new epoch makes both useless.");
        Say(text, "- Ask the member whether more than the key was taken. Entry keys that it keeps (handles, the agent's store) with its vault key add every identifier that it ever checked in these epochs; the hub cannot count those.");
        Say(text, "- With the signing key as well, reports and withdrawals in its name may be false.");
        text.AppendLine("Next");
        if (incident.Status == "active")
        {
            Command(text, $"bex-hub member suspend {name}", "--reason \"key leaked\"", "stops it at once");
        }
        if (incident.ReportsFiled > 0)
        {
            Command(text, $"bex-hub entry act dispute --report {name}/ID", "--ground … --reference …", "freezes what a doubtful report names; then clear or uphold");
            Command(text, $"bex-hub member revoke {name}", "--reports withdraw --reason …", "ends the member for good and withdraws every report");
        }
        Command(text, $"bex-hub member renew {name} --csr FILE --out FILE", "--revoke-old --replace-signing-key", "new keys, the old ones end");
        Command(text, $"bex-hub member reinstate {name}", "--reason …", "only then");
    }

    /// <summary>A command in one line when it fits, else with its options in a second.</summary>
    private static void Command(StringBuilder text, string command, string options, string why)
    {
        string whole = $"  {command} {options}";
        text.AppendLine(TextWidth.Of(whole) <= 80 ? whole : $"  {command} \\\n    {options}");
        Say(text, why, indent: 6);
    }

    private static void Say(StringBuilder text, string sentence, int indent = 0) => text.AppendLine(Prose.Wrap(sentence, indent));
}
