using System.Text.Json.Serialization;

namespace BlacklistExchange.Load.Keeping;

/// <summary>One line of the ledger, a JSON object. Which members it has depends on <paramref name="Op"/>, one of <see cref="LedgerOps"/>.</summary>
/// <param name="Op">What it tells.</param>
/// <param name="At">When, unix seconds.</param>
/// <param name="Member">Whose operation.</param>
/// <param name="Id">The request id of an evaluation, the report id of a report.</param>
/// <param name="Units">Of an evaluation: what it costs. In the first line: what the members' legal entity had spent before.</param>
/// <param name="Batch">Of an evaluation: number of the batch whose elements it sent.</param>
/// <param name="Text">Of a batch: its elements. Of a report that is sent: the request's body. Of an acknowledged report: SHA-256 of its receipt's payload.</param>
/// <param name="List">In the first line: the list.</param>
/// <param name="Epoch">In the first line: the epoch.</param>
internal sealed record LedgerLine(
    string Op, long At, string? Member = null, Guid? Id = null, long? Units = null, int? Batch = null, string? Text = null, string? List = null, uint? Epoch = null);

/// <summary>The words of <see cref="LedgerLine.Op"/>.</summary>
internal static class LedgerOps
{
    /// <summary>The first line of a run.</summary>
    public const string Begin = "begin";

    /// <summary>Elements that evaluations send.</summary>
    public const string Batch = "batch";

    /// <summary>An evaluation leaves.</summary>
    public const string Asking = "asking";

    /// <summary>An evaluation was answered, so it is charged.</summary>
    public const string Charged = "charged";

    /// <summary>A report leaves.</summary>
    public const string Reporting = "reporting";

    /// <summary>A report has its receipt.</summary>
    public const string Reported = "reported";

    /// <summary>The SDK has put a report's receipt into its member's vault; the request's body is there too.</summary>
    public const string Vaulted = "vaulted";

    /// <summary>The hub said no and meant it: nothing of the operation is kept.</summary>
    public const string Refused = "refused";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LedgerLine))]
internal sealed partial class LedgerJson : JsonSerializerContext;
