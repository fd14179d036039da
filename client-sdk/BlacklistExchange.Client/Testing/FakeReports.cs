using System.Buffers.Text;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Testing;

/// <summary>
/// Reports at a fake hub: real statements, commitments, signatures and receipts; a small ladder (a decision or a notarised purchase with notice lists at once,
/// two members' adjudications list, the rest is watched or pending).
/// </summary>
internal sealed class FakeReports(FakeHubOptions options, FakeAuthority authority, FakeList list)
{
    private readonly Dictionary<(string Member, Guid Id), Filed> _reports = [];

    /// <summary>The answer, with 201 when new, or a refusal.</summary>
    public (ReportResponse? Answer, int Status, Problem? Problem) Report(ReportRequest request, FakeMember member, uint newestEpoch, bool foreignReceipt)
    {
        byte[] payload = Base64Url.DecodeFromChars(request.Statement.Payload);
        if (!ReportStatement.TryDecode(payload, out ReportStatement statement) || statement.Items.Count != request.Items.Count)
        {
            return (null, 422, FakeProblem.Of(422, "statement-malformed", "The payload is no report statement, or its items are not those of the body."));
        }
        if (!DetachedSignature.Verify(member.SigningKey, payload, Base64Url.DecodeFromChars(request.Statement.Signature)))
        {
            return (null, 422, FakeProblem.Of(422, "signature-invalid", "The statement is not signed by this member."));
        }
        byte[] digest = SHA256.HashData(payload);
        if (_reports.TryGetValue((member.Name, statement.ReportId), out Filed? filed))
        {
            return filed.Digest.AsSpan().SequenceEqual(digest) ? (filed.Receipt, 200, null) : (null, 409, FakeProblem.Of(409, "report-id-reused", "The report id was used for another statement."));
        }
        if (statement.Exchange != options.Exchange || statement.Member != member.Name || statement.List != options.List || statement.Epoch != newestEpoch)
        {
            return (null, 422, FakeProblem.Of(422, "statement-mismatch", $"The statement is for {statement.Exchange}, {statement.Member}, {statement.List}, epoch {statement.Epoch}."));
        }
        return File(request, statement, member, digest, foreignReceipt);
    }

    public (RetractionResponse? Answer, Problem? Problem) Retract(RetractionRequest request, FakeMember member)
    {
        byte[] payload = Base64Url.DecodeFromChars(request.Statement.Payload);
        if (!RetractionStatement.TryDecode(payload, out RetractionStatement statement) || !DetachedSignature.Verify(member.SigningKey, payload, Base64Url.DecodeFromChars(request.Statement.Signature)))
        {
            return (null, FakeProblem.Of(422, "signature-invalid", "The statement is not signed by this member."));
        }
        if (!_reports.TryGetValue((member.Name, statement.ReportId), out Filed? filed) || (statement.Item != RetractionStatement.WholeReport && statement.Item >= filed.Tags.Count))
        {
            return (null, FakeProblem.Of(404, "not-found", "There is no such report or item of this member."));
        }
        List<RetractedItem> items = [];
        for (int index = 0; index < filed.Tags.Count; index++)
        {
            if (statement.Item == index || statement.Item == RetractionStatement.WholeReport)
            {
                items.Add(new RetractedItem(index, filed.Tags[index].ToString(), Withdraw(filed, index)));
            }
        }
        return (new RetractionResponse(statement.ReportId, items), null);
    }

    public (RenewalResponse? Answer, Problem? Problem) Renew(RenewalRequest request, FakeMember member, uint newestEpoch)
    {
        byte[] payload = Base64Url.DecodeFromChars(request.Statement.Payload);
        if (!RenewalStatement.TryDecode(payload, out RenewalStatement statement) || statement.Items.Count != request.Items.Count
            || !DetachedSignature.Verify(member.SigningKey, payload, Base64Url.DecodeFromChars(request.Statement.Signature)) || statement.NewEpoch != newestEpoch)
        {
            return (null, FakeProblem.Of(422, "statement-mismatch", "The renewal is not signed by this member, or not for the newest epoch."));
        }
        return (new RenewalResponse([.. statement.Items.Select((item, index) => RenewItem(statement, item, request.Items[index]))]), null);
    }

    private (ReportResponse? Answer, int Status, Problem? Problem) File(ReportRequest request, ReportStatement statement, FakeMember member, byte[] digest, bool foreignReceipt)
    {
        List<ReceiptItem> outcomes = [];
        uint ring = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
        for (int index = 0; index < statement.Items.Count; index++)
        {
            ReportItem item = statement.Items[index];
            using EntryKey key = EntryKey.Import(Base64Url.DecodeFromChars(request.Items[index].EntryKey));
            Tag tag = key.DeriveTag();
            byte[] commitment = ReportCommitments.Item(Base64Url.DecodeFromChars(request.Items[index].Salt), tag, item.Kind, item.Evidence);
            if (!commitment.AsSpan().SequenceEqual(item.Commitment))
            {
                return (null, 422, FakeProblem.Of(422, "commitment-mismatch", "The item's commitment does not open.") with { Index = index });
            }
            EntryState state = Admit(statement, (IdentifierKind)item.Kind, key, ring);
            outcomes.Add(new ReceiptItem(ItemOutcome.Accepted, state, tag));
        }
        Receipt receipt = new()
        {
            Exchange = options.Exchange,
            Member = member.Name,
            List = options.List,
            Epoch = statement.Epoch,
            ReportId = statement.ReportId,
            StatementDigest = foreignReceipt ? new byte[32] : digest,
            AcceptedAt = (ulong)options.TimeProvider.GetUtcNow().ToUnixTimeSeconds(),
            InclusionSeconds = 0,
            Items = outcomes,
        };
        ReportResponse answer = new(authority.Sign(receipt.Encode()));
        _reports[(member.Name, statement.ReportId)] = new Filed(digest, answer, statement.Epoch, [.. statement.Items.Select(static item => (IdentifierKind)item.Kind)], [.. outcomes.Select(static item => item.Tag)]);
        return (answer, 201, null);
    }

    private EntryState Admit(ReportStatement statement, IdentifierKind kind, EntryKey key, uint ring)
    {
        Tag tag = key.DeriveTag();
        FakeList.Row? before = list.Find(statement.Epoch, kind, tag);
        int reports = (before?.Reports ?? 0) + 1;
        EntryState reached = statement.EvidenceType switch
        {
            EvidenceType.CourtDecision or EvidenceType.AdministrativeDecision or EvidenceType.CustomsSeizure => EntryState.Listed,
            EvidenceType.NotarisedPurchase when statement.NoticeServed => EntryState.Listed,
            EvidenceType.RightsHolderNotice or EvidenceType.AlgorithmicDetection => EntryState.Watch,
            _ => reports >= 2 ? EntryState.Listed : EntryState.Pending,
        };
        EntryState state = before is null || reached > before.State ? reached : before.State;
        FakeEntry label = new() { Category = statement.Category, Observed = statement.Observed, Reporters = reports, Tier = Tier(statement.EvidenceType), Status = state == EntryState.Watch ? EntryStatus.Watch : EntryStatus.Listed };
        list.Put(statement.Epoch, kind, key, state, label.ToLabel(before?.Label.Ring ?? ring));
        list.Count(statement.Epoch, kind, tag, 1);
        return state;
    }

    private string Withdraw(Filed filed, int index)
    {
        if (filed.Withdrawn.Add(index))
        {
            list.Count(filed.Epoch, filed.Kinds[index], filed.Tags[index], -1);
            if (list.Find(filed.Epoch, filed.Kinds[index], filed.Tags[index]) is { Reports: 0 })
            {
                list.SetState(filed.Epoch, filed.Kinds[index], filed.Tags[index], EntryState.Retracted);
            }
        }
        return StateName(list.Find(filed.Epoch, filed.Kinds[index], filed.Tags[index])?.State ?? EntryState.Retracted);
    }

    private RenewedItem RenewItem(RenewalStatement statement, RenewalItem item, RenewalSecret secret)
    {
        IdentifierKind kind = (IdentifierKind)item.Kind;
        using EntryKey fresh = EntryKey.Import(Base64Url.DecodeFromChars(secret.NewEntryKey));
        FakeList.Row? old = list.Find(statement.OldEpoch, kind, item.OldTag);
        if (old is null or { State: > EntryState.Disputed } || fresh.DeriveTag() != item.NewTag)
        {
            return new RenewedItem("ended", StateName(old?.State ?? EntryState.Expired));
        }
        if (list.Find(statement.NewEpoch, kind, item.NewTag) is { } there)
        {
            return new RenewedItem("already-renewed", StateName(there.State));
        }
        list.Put(statement.NewEpoch, kind, fresh, old.State, old.Label);
        list.Count(statement.NewEpoch, kind, item.NewTag, old.Reports);
        return new RenewedItem("renewed", StateName(old.State));
    }

    internal static string StateName(EntryState state) => state.ToString().ToLowerInvariant();

    private static EvidenceTier Tier(EvidenceType evidence) => evidence switch
    {
        <= EvidenceType.CustomsSeizure => EvidenceTier.Official,
        EvidenceType.NotarisedPurchase => EvidenceTier.Notarised,
        EvidenceType.PlatformAdjudication => EvidenceTier.Adjudicated,
        _ => EvidenceTier.Notice,
    };

    private sealed record Filed(byte[] Digest, ReportResponse Receipt, uint Epoch, IReadOnlyList<IdentifierKind> Kinds, IReadOnlyList<Tag> Tags)
    {
        public HashSet<int> Withdrawn { get; } = [];
    }
}
