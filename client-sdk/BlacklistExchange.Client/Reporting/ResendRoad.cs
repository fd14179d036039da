using System.Security.Cryptography;
using BlacklistExchange.Client.Hub;
using BlacklistExchange.Client.Snapshots;
using BlacklistExchange.Client.Vault;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Reporting;

/// <summary>
/// Sends acknowledged reports again, byte for byte, to a hub that may have lost them. A hub that has one answers with its receipt, so a run may stop anywhere and be repeated. What the
/// member has withdrawn since is withdrawn again, or a lost retraction would let the report stand.
/// </summary>
internal sealed class ResendRoad(ExchangeProfile profile, ExchangePin pin, HubApi hub, ReportVault vault, RetractionRoad retractions)
{
    private const string EpochNotCurrent = Problem.TypePrefix + "epoch-not-current";
    private const string CapReached = Problem.TypePrefix + "report-cap-reached";
    private const string NotFound = Problem.TypePrefix + "not-found";

    public async Task<ResendReport> RunAsync(DateTimeOffset? acceptedAfter, IProgress<ResendProgress>? progress, CancellationToken cancellationToken)
    {
        Guid[] ids = Acknowledged(acceptedAfter);
        List<ResentReport> resent = [];
        foreach (Guid id in ids)
        {
            using VaultedReport report = vault.Read(id)!;
            resent.Add(await SendAsync(report, cancellationToken).ConfigureAwait(false));
            progress?.Report(new ResendProgress(resent.Count, ids.Length));
            if (MeetsTheNextToo(resent[^1].Failure))
            {
                break;
            }
        }
        return new ResendReport(resent, ids.Length - resent.Count);
    }

    /// <summary>In the order of their receipts, as they came to count; the day's cap is then spent on the oldest.</summary>
    private Guid[] Acknowledged(DateTimeOffset? acceptedAfter)
    {
        ulong from = acceptedAfter is { } after ? (ulong)Math.Max(0, after.ToUnixTimeSeconds()) : 0;
        List<(ulong AcceptedAt, Guid Id)> found = [];
        foreach (Guid id in vault.Reports())
        {
            using VaultedReport? report = vault.Read(id);
            if (report?.Receipt is { } receipt && receipt.AcceptedAt >= from)
            {
                found.Add((receipt.AcceptedAt, id));
            }
        }
        return [.. found.Order().Select(static one => one.Id)];
    }

    private async Task<ResentReport> SendAsync(VaultedReport report, CancellationToken cancellationToken)
    {
        ResentReport Of(ResendOutcome outcome, Receipt? receipt = null, ExchangeException? failure = null) => new(report.Id, report.Epoch, outcome, receipt, failure);
        try
        {
            if (report.Withdrawn.Contains(RetractionStatement.WholeReport))
            {
                await WithdrawAsync(report, RetractionStatement.WholeReport, cancellationToken).ConfigureAwait(false);
                return Of(ResendOutcome.Withdrawn, report.Receipt);
            }
            ReportResponse answer = await hub.ReportAsync(report.Body, cancellationToken).ConfigureAwait(false);
            (Receipt receipt, SignedStructure signed) = ReceiptCheck.Open(answer.Receipt, report, pin, profile.Bundle.Member);
            bool known = CryptographicOperations.FixedTimeEquals(receipt.Encode(), report.Receipt!.Encode());
            if (!known)
            {
                vault.Append(report.Id, new VaultWriter(VaultRecordKind.Receipt).Bytes(signed.Payload).Bytes(signed.Signature));
            }
            foreach (uint item in report.Withdrawn)
            {
                await WithdrawAsync(report, item, cancellationToken).ConfigureAwait(false);
            }
            return Of(known ? ResendOutcome.Known : ResendOutcome.FiledAnew, receipt);
        }
        catch (HubRefusedException exception)
        {
            // The vault keeps its receipt: the exchange did accept the report once.
            return Of(exception.Problem.Type == EpochNotCurrent ? ResendOutcome.EpochOver : ResendOutcome.Failed, failure: exception);
        }
        catch (ExchangeException exception)
        {
            return Of(ResendOutcome.Failed, failure: exception);
        }
    }

    private async Task WithdrawAsync(VaultedReport report, uint item, CancellationToken cancellationToken)
    {
        try
        {
            await retractions.RetractAsync(report.Id, item == RetractionStatement.WholeReport ? null : (int)item, cancellationToken).ConfigureAwait(false);
        }
        catch (HubRefusedException exception) when (exception.Problem.Type == NotFound)
        {
            // The hub has lost the report with its retraction.
        }
    }

    private static bool MeetsTheNextToo(ExchangeException? failure) => failure is not null and not HubRefusedException || failure is HubRefusedException { Problem.Type: CapReached };
}
