using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Cli.Queries;

/// <summary>
/// How many units a stop can cost: an answer that was paid and not written is lost with the process, since nothing of a query goes to disk but verdicts. Null
/// when there is no local list, which alone knows how many epochs are asked.
/// </summary>
internal sealed class PaidTwice(ExchangeClient client, QuerySettings settings)
{
    private const int SmallestGroup = 4;

    /// <summary>Units that are out at most at any time, so at most these are paid twice.</summary>
    public Task<long?> AtRiskAsync(CancellationToken cancellationToken) =>
        UnitsOfAsync(settings.IsApplicant ? QueryRun.PieceOfApplicants : RowPieces.MostOut * GroupSizes.MaxGroup, cancellationToken);

    /// <summary>Units that so many rows cost at most. Applicants share requests as they come; at worst each identifier fills a group of four alone.</summary>
    public async Task<long?> UnitsOfAsync(int rows, CancellationToken cancellationToken)
    {
        Dictionary<IdentifierKind, long> counts = settings.Columns.CountBy(static column => column.Kind)
            .ToDictionary(static pair => pair.Key, pair => (long)rows * pair.Value * (settings.IsApplicant ? SmallestGroup : 1));
        try
        {
            return rows == 0 ? 0 : (await client.EstimateCostAsync(counts, cancellationToken)).Units;
        }
        catch (ExchangeException)
        {
            return null;
        }
    }

    public static string Text(long? units) => units is null ? "an unknown number of units" : $"at most {units} units";
}
