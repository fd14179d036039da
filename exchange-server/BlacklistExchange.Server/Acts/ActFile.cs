using System.Globalization;
using System.Text;

namespace BlacklistExchange.Server.Acts;

/// <summary>
/// Reads a bulk act's file: UTF-8 CSV with a header of the columns <c>list, epoch, kind, tag, report, ground, reference</c> in any order, of which only those used need
/// be there. A line names a report, or an entry by list, kind and tag. Fields with commas or quotes stand in double quotes; a field ends on its line.
/// </summary>
internal static class ActFile
{
    private static readonly string[] Columns = ["list", "epoch", "kind", "tag", "report", "ground", "reference"];

    /// <summary>What a member's receipts file (<c>bex report --receipts</c>) says beside list, epoch, kind and tag: read over, so that the file can be used as it is.</summary>
    private static readonly string[] OfReceipts = ["case_id", "report_id", "item", "outcome", "state"];

    /// <summary>The targets, or what is wrong by line. Ground and reference of the command stand where a line has none.</summary>
    public static IReadOnlyList<ActTarget> Parse(string text, string? ground, string? reference, out IReadOnlyList<string> faults)
    {
        List<ActTarget> targets = [];
        List<string> wrong = [];
        faults = wrong;
        string[] lines = text.TrimStart('\uFEFF').Split('\n');
        if (!TryReadHeader(lines[0].TrimEnd('\r'), out Dictionary<string, int> at, out string? fault))
        {
            wrong.Add($"line 1: {fault}");
            return targets;
        }
        for (int index = 1; index < lines.Length; index++)
        {
            string line = lines[index].TrimEnd('\r');
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }
            if (!TryRead(line, at, index + 1, ground, reference, out ActTarget? target, out fault))
            {
                wrong.Add($"line {index + 1}: {fault}");
                continue;
            }
            targets.Add(target!);
        }
        if (wrong.Count == 0 && targets.Count is 0 or > ActTargets.MaxTargets)
        {
            wrong.Add($"the file has {targets.Count} lines beneath its header; one act takes 1 to {ActTargets.MaxTargets}");
        }
        return targets;
    }

    private static bool TryReadHeader(string line, out Dictionary<string, int> at, out string? fault)
    {
        at = [];
        if (!TrySplit(line, out List<string> names, out fault))
        {
            return false;
        }
        for (int index = 0; index < names.Count; index++)
        {
            string name = names[index].Trim();
            fault = !Columns.Contains(name) && !OfReceipts.Contains(name) ? $"'{name}' is not a column; the header names some of {string.Join(", ", Columns)}"
                : !at.TryAdd(name, index) ? $"the column '{name}' is there twice"
                : null;
            if (fault is not null)
            {
                return false;
            }
        }
        fault = at.ContainsKey("report") || (at.ContainsKey("list") && at.ContainsKey("kind") && at.ContainsKey("tag")) ? null
            : "the header needs a column report, or the columns list, kind and tag";
        return fault is null;
    }

    private static bool TryRead(string line, Dictionary<string, int> at, int number, string? ground, string? reference, out ActTarget? target, out string? fault)
    {
        target = null;
        if (!TrySplit(line, out List<string> fields, out fault))
        {
            return false;
        }
        if (fields.Count != at.Count)
        {
            fault = $"it has {fields.Count} fields, the header {at.Count}";
            return false;
        }
        string? Field(string column) => at.TryGetValue(column, out int index) && fields[index].Trim() is { Length: > 0 } field ? field : null;
        string? epoch = Field("epoch");
        uint epochNumber = 0;
        fault = epoch is not null && !uint.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out epochNumber) ? $"'{epoch}' is not an epoch's number"
            : ActRules.FaultOfGround(Field("ground") ?? ground) ?? ActRules.FaultOfReference(Field("reference") ?? reference);
        if (fault is not null)
        {
            return false;
        }
        target = new ActTarget(
            number, (Field("ground") ?? ground)!, (Field("reference") ?? reference)!, Field("list"), epoch is null ? null : epochNumber, Field("kind"), Field("tag"), Field("report"));
        return true;
    }

    private static bool TrySplit(string line, out List<string> fields, out string? fault)
    {
        fields = [];
        fault = null;
        StringBuilder field = new();
        bool quoted = false;
        for (int index = 0; index < line.Length; index++)
        {
            char letter = line[index];
            if (quoted && letter == '"' && index + 1 < line.Length && line[index + 1] == '"')
            {
                field.Append('"');
                index++;
            }
            else if (letter == '"' && (quoted || field.Length == 0))
            {
                quoted = !quoted;
            }
            else if (letter == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(letter);
            }
        }
        fields.Add(field.ToString());
        fault = quoted ? "a quoted field is not closed on its line" : null;
        return !quoted;
    }
}
