using System.Buffers.Text;
using System.Security.Cryptography;
using BlacklistExchange.Client.Hub;
using BlacklistExchange.Client.Vault;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Reporting;

/// <summary>Withdraws a report by its id: needs neither evaluation nor identifier, and works without the vault.</summary>
internal sealed class RetractionRoad(ExchangeProfile profile, HubApi hub, ReportVault vault, TimeProvider time)
{
    public async Task<RetractionResponse> RetractAsync(Guid reportId, int? item, CancellationToken cancellationToken)
    {
        if (item is < 0 or >= ReportStatement.MaxItems)
        {
            throw new ArgumentOutOfRangeException(nameof(item), item, $"An item index is 0 to {ReportStatement.MaxItems - 1}; null withdraws the whole report.");
        }
        ushort index = (ushort?)item ?? RetractionStatement.WholeReport;
        RetractionStatement statement = new()
        {
            Exchange = profile.Bundle.Exchange,
            Member = profile.Bundle.Member,
            ReportId = reportId,
            Item = index,
            SignedAt = (ulong)time.GetUtcNow().ToUnixTimeSeconds(),
        };
        byte[] payload = statement.Encode();
        using ECDsa signingKey = profile.ReadSigningKey();
        SignedBytes signed = new(Base64Url.EncodeToString(payload), Base64Url.EncodeToString(DetachedSignature.Sign(signingKey, payload)));
        RetractionResponse answer = await hub.RetractAsync(new RetractionRequest(signed), cancellationToken).ConfigureAwait(false);
        if (vault.Holds(reportId))
        {
            vault.Append(reportId, new VaultWriter(VaultRecordKind.Retracted).U32(index));
        }
        return answer;
    }
}
