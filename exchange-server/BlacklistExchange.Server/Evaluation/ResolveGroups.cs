using System.Data.Common;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Lists;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>Looks up what each group names: a list this member may use, a kind it has, a live epoch, a purpose that policy allows. Nothing is decoded or charged yet.</summary>
internal static class ResolveGroups
{
    internal static Outcome<List<GroupWork>> Run(DbConnection connection, DbTransaction transaction, EvaluationRequest request, Member member, EpochKeys keys, long now)
    {
        List<GroupWork> groups = [];
        Dictionary<string, (ListRow? Row, IReadOnlyList<PurposeGrant> Grants)> lists = [];
        for (int index = 0; index < request.Groups.Count; index++)
        {
            RequestGroup group = request.Groups[index];
            if (!lists.TryGetValue(group.List, out (ListRow? Row, IReadOnlyList<PurposeGrant> Grants) list))
            {
                lists.Add(group.List, list = (ListSql.Find(connection, transaction, group.List), ListSql.Purposes(connection, transaction, group.List)));
            }
            if (!Resolve(group, index, list.Row, list.Grants, request.Purpose, member, keys, now).TryGet(out GroupWork? work, out Refusal? refusal))
            {
                return refusal;
            }
            groups.Add(work);
        }
        return EvaluationRules.CheckTotal(groups.Sum(static work => work.Count)) is { } tooMany ? tooMany : groups;
    }

    private static Outcome<GroupWork> Resolve(
        RequestGroup group, int index, ListRow? list, IReadOnlyList<PurposeGrant> grants, string purpose, Member member, EpochKeys keys, long now)
    {
        if (list is null || !PurposeRules.MayUse(list.Sectors, member.Role, member.Sector))
        {
            return At(ProblemTypes.NotFound, index, "list", "There is no list of this name for this member. GET /v1/lists names them.");
        }
        if (!list.Enables(group.Kind) || !IdentifierKinds.TryGetByName(group.Kind, out IdentifierKind kind))
        {
            return At(ProblemTypes.NotFound, index, "kind", $"List '{list.Name}' has the kinds {string.Join(", ", list.KindNames)}.");
        }
        if (!PurposeRules.Allows(grants, member.Role, member.Sector, group.Kind, purpose))
        {
            return At(ProblemTypes.PurposeNotAllowed, index, "kind", $"Role {member.Role} in sector {member.Sector} may not ask list '{list.Name}' for {purpose}. GET /v1/lists names the purposes.");
        }
        if (keys.Lacks(list.Name, group.Epoch, (int)kind, now))
        {
            return At(ProblemTypes.StoreUnavailable, index, "epoch", "This node has no key of the epoch yet; nothing was charged. Ask again, or another node.") with { RetryAt = now + 2 };
        }
        if (!keys.TryGet(list.Name, group.Epoch, (int)kind, out EpochKey? key) || !EpochRules.IsLive(key.NotBefore, key.NotAfter, now))
        {
            return At(ProblemTypes.EpochNotLive, index, "epoch", $"Epoch {group.Epoch} of list '{list.Name}' has not begun, has ended, or never was. GET /v1/lists/{list.Name}/epochs names the live ones.");
        }
        return EvaluationRules.Read(group.Elements, key.Suite.ElementSize, index).TryGet(out byte[]? bytes, out Refusal? refusal)
            ? new GroupWork(list.Name, group.Epoch, (int)kind, group.Kind, key, bytes)
            : refusal;
    }

    private static Refusal At(ProblemType type, int group, string field, string detail) => new(type, detail) { Field = $"groups[{group}].{field}", Group = group };
}
