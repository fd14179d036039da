using BlacklistExchange.Protocol.Reports;

namespace BlacklistExchange.Client;

/// <summary>A registered right, for example ("trademark", "CN", "1234567"). The same right must read the same at every member, or one complaint counts twice.</summary>
/// <param name="Type">Kind of right in lower case: <c>trademark</c>, <c>patent</c>, <c>copyright</c>.</param>
/// <param name="Office">Where it is registered: ISO 3166 alpha-2, or <c>WO</c>, <c>EM</c>.</param>
/// <param name="Number">Its registration number; letters are taken as upper case and spaces left out.</param>
public sealed record ReportRight(string Type, string Office, string Number)
{
    internal byte[] Hash() => ReportCommitments.Right(Type.Trim().ToLowerInvariant(), Office.Trim().ToUpperInvariant(), Number.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant());
}
