using System.Security.Cryptography;
using BlacklistExchange.Cli.Csv;
using BlacklistExchange.Cli.Queries;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;

namespace BlacklistExchange.Cli.Cases;

/// <summary>Gathers the rows of one case and says what is wrong with each.</summary>
internal sealed class CaseBuilder(string caseId, string folder, DateTimeOffset now)
{
    // What a case says once; a later row repeats it or leaves it empty.
    private static readonly string[] OfCase = ["category", "evidence_type", "observed", "right", "basis", "notice_served", "complainant", "evidence_file"];

    private readonly Dictionary<string, string> _said = [];
    private readonly Dictionary<Identifier, int> _identifiers = [];
    private readonly List<CaseFault> _faults = [];
    private int _firstLine;

    public void Wait(CaseFault fault) => _faults.Add(fault);

    public void Add(CsvRow row, CaseColumns columns)
    {
        _firstLine = _firstLine == 0 ? row.Line : _firstLine;
        foreach (string name in OfCase)
        {
            string cell = columns.Cell(row.Fields, name);
            if (cell.Length > 0 && !_said.TryAdd(name, cell) && _said[name] != cell)
            {
                _faults.Add(new CaseFault(row.Line, $"{name}: an earlier line of the case says something else"));
            }
        }
        AddIdentifier(row.Line, columns.Cell(row.Fields, "kind"), columns.Cell(row.Fields, "namespace"), columns.Cell(row.Fields, "identifier"));
    }

    public CaseDraft Finish()
    {
        ReportCase? made = Build();
        return new CaseDraft(caseId, [.. _identifiers.Values], _faults.Count == 0 ? made : null, _faults);
    }

    private void AddIdentifier(int line, string kindName, string ns, string text)
    {
        if (!IdentifierKinds.TryGetByName(kindName, out IdentifierKind kind))
        {
            _faults.Add(new CaseFault(line, $"kind: one of {string.Join(", ", IdentifierKinds.All.Select(static info => info.Name))}"));
            return;
        }
        string? broken = text.Contains(InputEncoding.Broken) ? "the text is damaged: its bytes are not of the file's encoding (see --encoding)" : null;
        IdentifierRefusal? refusal = null;
        Identifier? identifier = null;
        if (broken is not null || !Identifier.TryParse(kind, text, ns.Length == 0 ? null : ns, out identifier, out refusal))
        {
            _faults.Add(new CaseFault(line, BadLine.Describe(broken, refusal)));
        }
        else if (!_identifiers.TryAdd(identifier, line))
        {
            _faults.Add(new CaseFault(line, $"identifier: the same as on line {_identifiers[identifier]}"));
        }
        else if (_identifiers.Count == ReportStatement.MaxItems + 1)
        {
            _faults.Add(new CaseFault(line, $"case_id: a case has at most {ReportStatement.MaxItems} identifiers; split it"));
        }
    }

    private ReportCase? Build()
    {
        bool known = Named("category", out Category category) & Named("evidence_type", out EvidenceType evidence) & ReadMonth(out Month observed)
            & ReadBasis(out ReportBasis basis) & ReadComplainant(basis, out string? complainant) & ReadNotice(out bool notice) & ReadRight(out ReportRight? right) & ReadEvidence(out byte[] sha256);
        return !known || _identifiers.Count == 0 ? null : new ReportCase
        {
            Category = category,
            EvidenceType = evidence,
            Observed = observed,
            Basis = basis,
            NoticeServed = notice,
            Right = right,
            Complainant = complainant,
            EvidenceSha256 = sha256,
            Identifiers = [.. _identifiers.Keys],
        };
    }

    private bool Named<T>(string column, out T value) where T : struct, Enum
    {
        value = default;
        return (_said.TryGetValue(column, out string? text) && KebabName.TryParse(text, out value)) || Fault(column, $"one of {string.Join(", ", KebabName.All<T>())}");
    }

    private bool ReadMonth(out Month month)
    {
        bool read = Month.TryParse(_said.GetValueOrDefault("observed"), out month);
        return read && month <= Month.Of(now) || Fault("observed", "the month as yyyy-MM, from 2000-01, not in the future");
    }

    private bool ReadBasis(out ReportBasis basis)
    {
        basis = ReportBasis.OwnFinding;
        return !_said.ContainsKey("basis") || Named("basis", out basis);
    }

    private bool ReadComplainant(ReportBasis basis, out string? complainant)
    {
        complainant = _said.GetValueOrDefault("complainant");
        return (basis == ReportBasis.OnNotice) == (complainant is not null)
            || Fault("complainant", "is needed with basis on-notice (its registry number, else its exact registered name), and belongs to no other");
    }

    private bool ReadNotice(out bool served)
    {
        string text = _said.GetValueOrDefault("notice_served", "no").ToLowerInvariant();
        served = text is "yes" or "true" or "1" or "是";
        return served || text is "no" or "false" or "0" or "否" || Fault("notice_served", "yes or no");
    }

    private bool ReadRight(out ReportRight? right)
    {
        string[] parts = _said.TryGetValue("right", out string? text) ? text.Split(':', 3, StringSplitOptions.TrimEntries) : [];
        right = parts is [{ Length: > 0 and <= 60 }, { Length: 2 }, { Length: > 0 and <= 60 }] ? new ReportRight(parts[0], parts[1], parts[2]) : null;
        return parts.Length == 0 || right is not null || Fault("right", "type:office:number, for example trademark:CN:1234567");
    }

    private bool ReadEvidence(out byte[] sha256)
    {
        sha256 = [];
        if (!_said.TryGetValue("evidence_file", out string? name))
        {
            return true;
        }
        try
        {
            using FileStream file = File.OpenRead(Path.Combine(folder, name));
            sha256 = SHA256.HashData(file);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fault("evidence_file", "cannot be read; the path is relative to the case file");
        }
    }

    private bool Fault(string column, string reason)
    {
        _faults.Add(new CaseFault(_firstLine, $"{column}: {reason}"));
        return false;
    }
}
