using BlacklistExchange.Agent.Checks;
using BlacklistExchange.Agent.Problems;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;

namespace BlacklistExchange.Agent.Reports;

/// <summary>Reads a case from JSON. Here a text that is no identifier refuses the whole: half a case is not the case that was meant.</summary>
internal sealed class CaseReading(DateTimeOffset now)
{
    public static readonly string[] Fields = ["reference", "category", "evidence_type", "observed", "basis", "notice_served", "right", "complainant", "evidence_sha256", "identifiers"];

    private static readonly string[] RightFields = ["type", "office", "number"];

    /// <summary>The case, still without the id that its reference stands for.</summary>
    public ReportedCase Read(JsonFields fields)
    {
        string reference = fields.Text("reference", 1000);
        ReportBasis basis = fields.Named<ReportBasis>("basis", ReportBasis.OwnFinding);
        return new ReportedCase(reference, new ReportCase
        {
            Category = fields.Named<Category>("category"),
            EvidenceType = fields.Named<EvidenceType>("evidence_type"),
            Observed = ReadMonth(fields),
            Basis = basis,
            NoticeServed = fields.Flag("notice_served"),
            Right = ReadRight(fields),
            Complainant = ReadComplainant(fields, basis),
            EvidenceSha256 = ReadDigest(fields),
            Identifiers = ReadIdentifiers(fields),
        });
    }

    private Month ReadMonth(JsonFields fields)
    {
        if (!Month.TryParse(fields.Text("observed", 20), out Month month) || month > Month.Of(now))
        {
            fields.Refuse("observed", "The month as yyyy-MM, from 2000-01, not in the future.");
        }
        return month;
    }

    private static string? ReadComplainant(JsonFields fields, ReportBasis basis)
    {
        string? complainant = fields.OptionalText("complainant", 1000);
        if ((basis == ReportBasis.OnNotice) != (complainant is not null))
        {
            fields.Refuse("complainant", "Needed with basis on-notice (its registry number, else its exact registered name), and belongs to no other.");
        }
        return complainant;
    }

    private static ReportRight? ReadRight(JsonFields fields)
    {
        if (fields.Object("right", RightFields) is not { } right)
        {
            return null;
        }
        ReportRight read = new(right.Text("type", 60), right.Text("office", 2), right.Text("number", 60));
        if (read.Office.Length != 2)
        {
            right.Refuse("office", "Two letters: ISO 3166 alpha-2, or WO, EM.");
        }
        return read;
    }

    private static byte[] ReadDigest(JsonFields fields)
    {
        string? hex = fields.OptionalText("evidence_sha256", 64);
        if (hex is null)
        {
            return [];
        }
        byte[] digest = new byte[32];
        if (hex.Length != 64 || Convert.FromHexString(hex, digest, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            fields.Refuse("evidence_sha256", "SHA-256 of the evidence bundle: 64 hexadecimal digits.");
        }
        return digest;
    }

    private static List<Identifier> ReadIdentifiers(JsonFields fields)
    {
        Dictionary<Identifier, int> seen = [];
        foreach (JsonFields item in fields.Objects("identifiers", ReportStatement.MaxItems, AskedIdentifier.Fields))
        {
            AskedIdentifier asked = AskedIdentifier.Read(item);
            if (asked.Refusal is { } refusal)
            {
                item.Refuse("value", $"{refusal.Code}: {refusal.Message}");
            }
            if (asked.Identifier is { } identifier && !seen.TryAdd(identifier, seen.Count))
            {
                item.Refuse("value", $"The same as identifier {seen[identifier]}, counted from 0.");
            }
        }
        return [.. seen.Keys];
    }
}
