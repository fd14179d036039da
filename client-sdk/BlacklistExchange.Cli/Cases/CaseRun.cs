using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Reports;

namespace BlacklistExchange.Cli.Cases;

/// <summary>
/// Reports cases, a few at a time so that they share requests. The report id follows from the case number and the vault's key: a case that was reported before,
/// by whichever run, is the same report and costs nothing.
/// </summary>
internal sealed class CaseRun(CommandRun run, ExchangeClient client)
{
    private const int AtOnce = 16;

    public async Task<IReadOnlyList<CaseOutcome>> ReportAsync(IReadOnlyList<CaseDraft> cases, CancellationToken cancellationToken)
    {
        using ProgressLine progress = new(run.Environment, "cases");
        CaseDraft[] ready = [.. cases.Where(static one => one.Case is not null)];
        List<CaseOutcome> outcomes = [];
        foreach (CaseDraft[] piece in ready.Chunk(AtOnce))
        {
            outcomes.AddRange(await Task.WhenAll(piece.Select(one => ReportOneAsync(one, cancellationToken))));
            progress.Report(outcomes.Count, ready.Length);
            if (outcomes.Exists(static outcome => outcome.StopsRun))
            {
                break;
            }
        }
        return outcomes;
    }

    private async Task<CaseOutcome> ReportOneAsync(CaseDraft draft, CancellationToken cancellationToken)
    {
        Guid id = client.ReportIdOf(draft.CaseId);
        try
        {
            Receipt receipt = await client.ReportAsync(draft.Case! with { ReportId = id }, cancellationToken);
            return new CaseOutcome(draft, id, receipt, null, ExitCode.Clear);
        }
        catch (ReportRefusedException exception)
        {
            string item = exception.ItemIndex is { } index && index < draft.Lines.Count ? $" (line {draft.Lines[index]})" : "";
            return new CaseOutcome(draft, id, null, $"{exception.Problem.Title}: {exception.Problem.Detail}{item} A corrected case needs another case_id.", ExitCode.Refused);
        }
        catch (ArgumentException)
        {
            return new CaseOutcome(draft, id, null, "This case_id was reported before with other content. Give the changed case another case_id; withdraw the old one with 'bex retract'.", ExitCode.BadLines);
        }
        catch (ExchangeException exception)
        {
            int code = exception is HubUnreachableException or HubUntrustedException ? ExitCode.Network : exception is VaultException or ProfileException or ListStorageException ? ExitCode.Profile : ExitCode.Refused;
            return new CaseOutcome(draft, id, null, exception.Message, code) { StopsRun = true };
        }
    }
}
