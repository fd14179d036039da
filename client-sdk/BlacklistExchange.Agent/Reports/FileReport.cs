using BlacklistExchange.Agent.Problems;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;

namespace BlacklistExchange.Agent.Reports;

/// <summary><c>POST /v1/report</c>. The same reference with the same case is the same report, also after a stop of caller or agent; nothing is filed twice.</summary>
internal static class FileReport
{
    public static async Task<IResult> HandleAsync(HttpContext context, ExchangeClient client, TimeProvider time)
    {
        (ReportedCase? reported, Refusal? refusal) = await RequestBody.ReadAsync(context, CaseReading.Fields, new CaseReading(time.GetUtcNow()).Read);
        if (reported is null)
        {
            return refusal!;
        }
        ReportCase filed = reported.Case with { ReportId = client.ReportIdOf(reported.Reference) };
        try
        {
            Receipt receipt = await client.ReportAsync(filed, context.RequestAborted);
            return Results.Json(Answer(receipt, filed), ReportJson.Default.ReportAnswer);
        }
        catch (ArgumentException)
        {
            // Everything else that is wrong with a case was refused while it was read.
            return new Refusal(ProblemTypes.Conflict, "The reference stands for another case: a changed case needs a new reference.", "reference");
        }
        catch (ExchangeException exception)
        {
            return Refusal.Of(exception);
        }
    }

    private static ReportAnswer Answer(Receipt receipt, ReportCase filed) => new(receipt.ReportId, receipt.Exchange, receipt.List, receipt.Epoch, receipt.AcceptedAt,
        [.. receipt.Items.Zip(filed.Identifiers, static (item, identifier) =>
            new ReportedItem(IdentifierKinds.Name(identifier.Kind), KebabName.Of(item.Outcome), KebabName.Of(item.State), item.Tag.ToString()))]);
}
