using System.Buffers.Text;
using System.Security.Cryptography;
using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Client.Hub;
using BlacklistExchange.Client.Snapshots;
using BlacklistExchange.Client.Storage;
using BlacklistExchange.Client.Vault;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Reporting;

/// <summary>
/// Carries the member's own standing reports into the newest epoch (spec/protocol.md §7.6), up to 500 items a request. It may be stopped and run again at any
/// moment: what the hub has already, it says so, and the vault follows.
/// </summary>
internal sealed class RenewalRoad(ExchangeProfile profile, ReportRoad reports, KeyRoad keys, HubApi hub, ReportVault vault)
{
    public async Task<RenewalReport> RenewAsync(CancellationToken cancellationToken)
    {
        (ListSet set, EpochKeys newest) = await reports.NewestAsync(cancellationToken).ConfigureAwait(false);
        RenewalReport sum = new(newest.Number, 0, 0, 0);
        Dictionary<uint, List<Line>> gathered = [];
        List<VaultedReport> open = [];
        try
        {
            foreach (Guid id in vault.Reports().ToList())
            {
                VaultedReport report = vault.Read(id)!;
                open.Add(report);
                Gather(report, set.Manifest.List, newest, gathered);
                if (gathered.Values.Any(static lines => lines.Count >= ReportStatement.MaxItems))
                {
                    sum = await SendAllAsync(gathered, newest, set.Manifest.List, sum, cancellationToken).ConfigureAwait(false);
                    Close(open);
                }
            }
            return await SendAllAsync(gathered, newest, set.Manifest.List, sum, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Close(open);
        }
    }

    /// <summary>
    /// The same, and for <paramref name="patience"/> after the new epoch's begin its entry keys are had from the padding of others' requests; what is left then is
    /// asked for on the renewal budget.
    /// </summary>
    public async Task<RenewalReport> RenewWhenSpareAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        (_, EpochKeys newest) = await reports.NewestAsync(cancellationToken).ConfigureAwait(false);
        TimeSpan left = DateTimeOffset.FromUnixTimeSeconds((long)newest.Descriptor.NotBefore) + patience - time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            using CancellationTokenSource pause = new(left, time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, cancellationToken);
            await Task.WhenAll(Waiting(newest).Select(input => HaveAsync(input, newest, either.Token))).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
        return await RenewAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends when the entry key is in the process's memory, or at the end of the waiting.</summary>
    private async Task HaveAsync((IdentifierKind, ReadOnlyMemory<byte>) input, EpochKeys newest, CancellationToken cancellationToken)
    {
        try
        {
            Array.ForEach(await keys.DeriveWhenSpareAsync([input], newest, cancellationToken).ConfigureAwait(false), static key => key.Dispose());
        }
        catch (OperationCanceledException)
        {
            // It is asked for in the ordinary way then.
        }
    }

    private List<(IdentifierKind, ReadOnlyMemory<byte>)> Waiting(EpochKeys newest)
    {
        List<(IdentifierKind, ReadOnlyMemory<byte>)> inputs = [];
        foreach (Guid id in vault.Reports().ToList())
        {
            using VaultedReport report = vault.Read(id)!;
            Dictionary<uint, List<Line>> gathered = [];
            Gather(report, newest.Descriptor.List, newest, gathered);
            inputs.AddRange(gathered.Values.SelectMany(static lines => lines).Select(static line => (line.Item.Kind, (ReadOnlyMemory<byte>)line.Item.Input.ToArray())));
        }
        return inputs;
    }

    private static void Gather(VaultedReport report, string list, EpochKeys newest, Dictionary<uint, List<Line>> gathered)
    {
        if (report.Receipt is null || report.List != list)
        {
            return;
        }
        for (int index = 0; index < report.Items.Count; index++)
        {
            VaultedItem item = report.Items[index];
            if (!item.IsOver && item.Epoch < newest.Number && newest.TryGet(item.Kind, out _))
            {
                if (!gathered.TryGetValue(item.Epoch, out List<Line>? lines))
                {
                    gathered[item.Epoch] = lines = [];
                }
                lines.Add(new Line(report.Id, index, item));
            }
        }
    }

    private async Task<RenewalReport> SendAllAsync(Dictionary<uint, List<Line>> gathered, EpochKeys newest, string list, RenewalReport sum, CancellationToken cancellationToken)
    {
        foreach ((uint oldEpoch, List<Line> lines) in gathered)
        {
            foreach (Line[] batch in lines.Chunk(ReportStatement.MaxItems))
            {
                sum = await SendAsync(batch, oldEpoch, newest, list, sum, cancellationToken).ConfigureAwait(false);
            }
        }
        gathered.Clear();
        return sum;
    }

    private async Task<RenewalReport> SendAsync(Line[] batch, uint oldEpoch, EpochKeys newest, string list, RenewalReport sum, CancellationToken cancellationToken)
    {
        (IdentifierKind, ReadOnlyMemory<byte>)[] inputs = [.. batch.Select(static line => (line.Item.Kind, line.Item.Input))];
        EntryKey[] renewed = await keys.DeriveAsync(inputs, newest, Purposes.Renewal, cancellationToken).ConfigureAwait(false);
        try
        {
            using SecretJson body = Body(batch, renewed, oldEpoch, newest.Number, list);
            RenewalResponse answer = await hub.RenewAsync(body.Written, cancellationToken).ConfigureAwait(false);
            if (answer.Items.Count != batch.Length)
            {
                throw new HubUntrustedException($"The hub answered a renewal of {batch.Length} items for {answer.Items.Count}.");
            }
            foreach (IGrouping<Guid, int> report in Enumerable.Range(0, batch.Length).GroupBy(index => batch[index].ReportId))
            {
                Record(report.Key, [.. report], batch, renewed, answer, newest.Number);
            }
            return sum with
            {
                Renewed = sum.Renewed + Count(answer, "renewed"),
                AlreadyRenewed = sum.AlreadyRenewed + Count(answer, "already-renewed"),
                Ended = sum.Ended + Count(answer, "ended"),
            };
        }
        finally
        {
            Array.ForEach(renewed, static key => key.Dispose());
        }
    }

    private void Record(Guid reportId, int[] indices, Line[] batch, EntryKey[] renewed, RenewalResponse answer, uint epoch)
    {
        VaultWriter writer = new VaultWriter(VaultRecordKind.Renewed).U32(epoch).U32((uint)indices.Length);
        foreach (int index in indices)
        {
            bool ended = answer.Items[index].Outcome == "ended";
            writer.U32((uint)batch[index].Index).U8(ended ? (byte)1 : (byte)0).Bytes(renewed[index].Reveal());
        }
        vault.Append(reportId, writer);
    }

    private SecretJson Body(Line[] batch, EntryKey[] renewed, uint oldEpoch, uint newEpoch, string list)
    {
        RenewalStatement statement = new()
        {
            Exchange = profile.Bundle.Exchange,
            Member = profile.Bundle.Member,
            List = list,
            OldEpoch = oldEpoch,
            NewEpoch = newEpoch,
            Items = [.. batch.Select((line, index) => new RenewalItem(line.ReportId, (ushort)line.Index, (byte)line.Item.Kind, line.Item.Key.DeriveTag(), renewed[index].DeriveTag()))],
        };
        byte[] payload = statement.Encode();
        using ECDsa signingKey = profile.ReadSigningKey();
        SecretJson json = new SecretJson().StartObject("statement").Text("payload", Base64Url.EncodeToString(payload))
            .Text("signature", Base64Url.EncodeToString(DetachedSignature.Sign(signingKey, payload))).EndObject().StartArray("items");
        for (int index = 0; index < batch.Length; index++)
        {
            json.StartObject().Bytes("old_entry_key", batch[index].Item.Key.Reveal()).Bytes("new_entry_key", renewed[index].Reveal()).EndObject();
        }
        return json.EndArray().EndObject();
    }

    private static int Count(RenewalResponse answer, string outcome) => answer.Items.Count(item => item.Outcome == outcome);

    private static void Close(List<VaultedReport> open)
    {
        open.ForEach(static report => report.Dispose());
        open.Clear();
    }

    private sealed record Line(Guid ReportId, int Index, VaultedItem Item);
}
