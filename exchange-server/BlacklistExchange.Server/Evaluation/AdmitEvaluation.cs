using System.Data.Common;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Usage;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>The one transaction before any evaluation: the request id, then every counter, then the member's record of use. Refused = rolled back as a whole.</summary>
internal static class AdmitEvaluation
{
    /// <param name="Charged">Units debited; 0 for a repeat.</param>
    /// <param name="Repeat">The same body had been charged before.</param>
    internal sealed record Admission(long Charged, bool Repeat);

    internal static Outcome<Admission> Run(
        DbConnection connection, DbTransaction transaction, Member member, EvaluationRequest request, byte[] body, IReadOnlyList<GroupWork> groups, HubOptions options, long now)
    {
        byte[] requestId = request.RequestId.ToByteArray(bigEndian: true);
        EvaluationRequestSql.Row? seen = EvaluationRequestSql.Find(connection, transaction, member.Slug, requestId);
        if (!ReplayRules.Judge(seen, body, now, options.Limits).TryGet(out ReplayRules.Verdict verdict, out Refusal? refusal))
        {
            return refusal;
        }
        if (verdict == ReplayRules.Verdict.Replay)
        {
            EvaluationRequestSql.CountReplay(connection, transaction, member.Slug, requestId);
            return new Admission(Charged: 0, Repeat: true);
        }
        long units = groups.Sum(static group => (long)group.Count);
        EvaluationRequestSql.Put(connection, transaction, member.Slug, requestId, body, units, now);
        DebitBudget debit = new(connection, transaction, EntitySql.Top(connection, transaction, member.Entity), now, options);
        Charge[] charges = [.. groups.GroupBy(static group => (group.List, group.Kind, group.KindName, group.Epoch))
            .Select(static of => new Charge(of.Key.List, of.Key.Kind, of.Key.KindName, of.Key.Epoch, of.Sum(static group => (long)group.Count)))];
        if ((request.Purpose == Purposes.Renewal ? debit.Renewal(charges) : debit.Query(charges)) is { } exhausted)
        {
            return exhausted;
        }
        foreach (IGrouping<(string List, int Kind), Charge> of in charges.GroupBy(static charge => (charge.List, charge.Kind)))
        {
            UseSql.Evaluated(connection, transaction, member.Slug, of.Key.List, of.Key.Kind, now, of.Sum(static charge => charge.Units));
        }
        return new Admission(units, Repeat: false);
    }
}
