using System.Security.Cryptography;
using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Client.Hub;
using BlacklistExchange.Client.Snapshots;
using BlacklistExchange.Client.Vault;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Reporting;

/// <summary>
/// The road of a report. The order of its steps is its safety: evaluate, sign, write to the vault and sync, send, verify the receipt, append it. A stop before
/// the vault leaves nothing; a stop after it leaves bytes that are sent again as they are.
/// </summary>
internal sealed class ReportRoad(ExchangeProfile profile, ExchangePin pin, LocalList list, KeyRoad keys, HubApi hub, ReportVault vault, TimeProvider time)
{
    private static readonly TimeSpan FreshEnough = TimeSpan.FromMinutes(15);

    public async Task<Receipt> ReportAsync(ReportCase reportCase, CancellationToken cancellationToken)
    {
        CaseRules.Require(reportCase);
        if (!vault.Holds(reportCase.ReportId))
        {
            await PrepareAsync(reportCase, cancellationToken).ConfigureAwait(false);
        }
        using VaultedReport report = vault.Read(reportCase.ReportId)!;
        if (!CryptographicOperations.FixedTimeEquals(report.Fingerprint, CaseRules.Fingerprint(reportCase)))
        {
            throw new ArgumentException($"Report id {reportCase.ReportId} was used for another case: a changed case needs a new id.", nameof(reportCase));
        }
        return await SendAsync(report, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends the vault's bytes, unless the receipt is there already.</summary>
    public async Task<Receipt> SendAsync(VaultedReport report, CancellationToken cancellationToken)
    {
        if (report.Receipt is { } known)
        {
            return known;
        }
        try
        {
            ReportResponse answer = await hub.ReportAsync(report.Body, cancellationToken).ConfigureAwait(false);
            (Receipt receipt, SignedStructure signed) = ReceiptCheck.Open(answer.Receipt, report, pin, profile.Bundle.Member);
            vault.Append(report.Id, new VaultWriter(VaultRecordKind.Receipt).Bytes(signed.Payload).Bytes(signed.Signature));
            return receipt;
        }
        catch (HubRefusedException exception)
        {
            vault.Append(report.Id, new VaultWriter(VaultRecordKind.Refused).Text(exception.Message));
            throw new ReportRefusedException(report.Id, exception.Problem);
        }
    }

    public async Task<IReadOnlyList<ResumedReport>> ResumeAsync(CancellationToken cancellationToken)
    {
        List<ResumedReport> resumed = [];
        foreach (Guid id in vault.Reports().ToList())
        {
            using VaultedReport? report = vault.Read(id);
            if (report is null or { Receipt: not null } or { Refusal: not null })
            {
                continue;
            }
            try
            {
                resumed.Add(new ResumedReport(id, await SendAsync(report, cancellationToken).ConfigureAwait(false), null));
            }
            catch (ExchangeException exception)
            {
                resumed.Add(new ResumedReport(id, null, exception));
            }
        }
        return resumed;
    }

    /// <summary>The list and epoch that reports go to now, as far as the hub tells.</summary>
    public async Task<(ListSet Set, EpochKeys Epoch)> NewestAsync(CancellationToken cancellationToken)
    {
        await list.EnsureAsync(FreshEnough, cancellationToken).ConfigureAwait(false);
        ListSet set = list.Current ?? throw list.LastFailure ?? new HubUnreachableException("There is no verified list yet: synchronise first.");
        return (set, set.Newest(time.GetUtcNow()) ?? throw new HubUnreachableException("No epoch of the list is live: synchronise, or ask the operator."));
    }

    private async Task PrepareAsync(ReportCase reportCase, CancellationToken cancellationToken)
    {
        (ListSet set, EpochKeys epoch) = await NewestAsync(cancellationToken).ConfigureAwait(false);
        (IdentifierKind, ReadOnlyMemory<byte>)[] inputs = [.. reportCase.Identifiers.Select(static identifier => (identifier.Kind, identifier.CanonicalBytes))];
        EntryKey[] entryKeys = await keys.DeriveAsync(inputs, epoch, Purposes.Report, cancellationToken).ConfigureAwait(false);
        using ECDsa signingKey = profile.ReadSigningKey();
        using ReportParts parts = ReportParts.Build(reportCase, set, epoch.Number, profile.Bundle, entryKeys, signingKey);
        vault.Create(reportCase.ReportId, VaultedReport.Prepared(set.Manifest.List, epoch.Number, CaseRules.Fingerprint(reportCase), parts.Digest, parts.Evidence, parts.Body.Span, parts.Items));
    }
}
