using System.Security.Cryptography;
using System.Text;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Reporting;

/// <summary>Checks a case before anything of it is evaluated, and names it by a fingerprint.</summary>
internal static class CaseRules
{
    private const int MaxComplainant = 1000;

    /// <exception cref="ArgumentException">The case is not one that could be reported; the message names the field and index.</exception>
    public static void Require(ReportCase reportCase)
    {
        ArgumentNullException.ThrowIfNull(reportCase);
        IReadOnlyList<Identifier> items = reportCase.Identifiers;
        if (items.Count is 0 or > ReportStatement.MaxItems)
        {
            throw Fault($"A case has 1 to {ReportStatement.MaxItems} identifiers; this one has {items.Count}.");
        }
        Dictionary<Identifier, int> seen = [];
        for (int index = 0; index < items.Count; index++)
        {
            Identifier item = items[index] ?? throw Fault($"Identifier {index} is null.");
            if (!seen.TryAdd(item, index))
            {
                throw Fault($"Identifiers {seen[item]} and {index} are the same.");
            }
        }
        if (!Enum.IsDefined(reportCase.Category) || !Enum.IsDefined(reportCase.EvidenceType) || !Enum.IsDefined(reportCase.Basis))
        {
            throw Fault("Category, EvidenceType or Basis is not in the registry.");
        }
        if (reportCase.Basis == ReportBasis.OnNotice && string.IsNullOrWhiteSpace(reportCase.Complainant))
        {
            throw Fault("A report on notice names its Complainant: the registry number, or the exact registered name.");
        }
        if (reportCase.Complainant is { Length: > MaxComplainant })
        {
            throw Fault($"Complainant has more than {MaxComplainant} characters.");
        }
        if (reportCase.EvidenceSha256.Length is not (0 or 32))
        {
            throw Fault($"EvidenceSha256 must be empty or 32 bytes; it has {reportCase.EvidenceSha256.Length}.");
        }
    }

    /// <summary>SHA-256 over the whole case: what must be equal when a report id comes again.</summary>
    public static byte[] Fingerprint(ReportCase reportCase)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(new ByteWriter("bex/case/v1").U16((ushort)reportCase.Category).U8((byte)reportCase.EvidenceType).U16(reportCase.Observed.Number)
            .U8((byte)reportCase.Basis).U8(reportCase.NoticeServed ? (byte)1 : (byte)0).Fixed(reportCase.Right?.Hash() ?? new byte[32], 32)
            .Bytes16(Encoding.UTF8.GetBytes(reportCase.Complainant ?? "")).Bytes16(reportCase.EvidenceSha256.Span).ToArray());
        foreach (Identifier identifier in reportCase.Identifiers)
        {
            hash.AppendData(identifier.CanonicalBytes.Span);
        }
        return hash.GetHashAndReset();
    }

    private static ArgumentException Fault(string message) => new(message);
}
