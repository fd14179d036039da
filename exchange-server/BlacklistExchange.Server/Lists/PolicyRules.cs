using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Lists;

/// <summary>Reads a policy that an operator wrote, or says which line is wrong. A bare notice and an algorithm never list, whatever the file says.</summary>
internal static class PolicyRules
{
    private const int MaxOrigins = 100;
    private const int MaxDays = 36_500;
    private static readonly string[] Roles = ["member", "courier", "rights-holder", "regulator"];

    internal static Outcome<ListPolicy> Read(PolicyMessage message)
    {
        List<LadderStep> ladder = [];
        Dictionary<Category, int> expiry = [];
        List<PurposeGrant> grants = [];
        Refusal? refusal = Ladder(message.Ladder, ladder) ?? Expiry(message.ExpiryDays, expiry) ?? Purposes(message.Purposes, grants);
        return refusal is null ? new ListPolicy(ladder, expiry, grants) : refusal;
    }

    internal static PolicyMessage Write(ListPolicy policy) => new(
        [.. policy.Ladder.Select(Rule)],
        policy.ExpiryDays.ToDictionary(static pair => PolicyNames.Of(pair.Key), static pair => pair.Value),
        [.. policy.Purposes.Select(static grant => new PurposeRule(grant.Role, grant.Purpose, Named(grant.Sector), Named(grant.Kind), grant.Allowed))]);

    internal static LadderRule Rule(LadderStep step) => new(PolicyNames.Of(step.Evidence), step.NoticeServed, step.Origins, step.Outcome);

    private static string? Named(string value) => value == "*" ? null : value;

    private static Refusal? Ladder(IReadOnlyList<LadderRule> rules, List<LadderStep> ladder)
    {
        for (int index = 0; index < rules.Count; index++)
        {
            LadderRule rule = rules[index];
            string at = $"policy.ladder[{index}]";
            if (!PolicyNames.TryParse(rule.Evidence, out EvidenceType evidence))
            {
                return Invalid($"{at}.evidence", $"One of: {string.Join(", ", Enum.GetValues<EvidenceType>().Select(PolicyNames.Of))}.");
            }
            if (rule.Outcome is not (PolicyNames.Listed or PolicyNames.Watch))
            {
                return Invalid($"{at}.outcome", "listed or watch.");
            }
            if (rule.Outcome == PolicyNames.Listed && (evidence is EvidenceType.RightsHolderNotice or EvidenceType.AlgorithmicDetection))
            {
                return Invalid($"{at}.outcome", "A bare notice or an algorithm's finding stays watch, however often it comes.");
            }
            if (rule.Origins is < 1 or > MaxOrigins)
            {
                return Invalid($"{at}.origins", $"1 to {MaxOrigins}.");
            }
            if (ladder.Any(step => step.Evidence == evidence && step.NoticeServed == rule.NoticeServed))
            {
                return Invalid(at, "There is a rule for this evidence and notice already.");
            }
            ladder.Add(new LadderStep(evidence, rule.NoticeServed, rule.Origins, rule.Outcome));
        }
        return ladder.Count > 0 ? null : Invalid("policy.ladder", "Without a rule nothing is ever listed.");
    }

    private static Refusal? Expiry(IReadOnlyDictionary<string, int> days, Dictionary<Category, int> expiry)
    {
        foreach ((string name, int number) in days)
        {
            if (!PolicyNames.TryParse(name, out Category category))
            {
                return Invalid("policy.expiry_days", $"Categories are: {string.Join(", ", Enum.GetValues<Category>().Select(PolicyNames.Of))}.");
            }
            if (number is < 1 or > MaxDays)
            {
                return Invalid($"policy.expiry_days.{name}", $"1 to {MaxDays} days.");
            }
            expiry.Add(category, number);
        }
        Category[] missing = [.. Enum.GetValues<Category>().Where(category => !expiry.ContainsKey(category))];
        return missing.Length == 0 ? null : Invalid("policy.expiry_days", $"Missing: {string.Join(", ", missing.Select(PolicyNames.Of))}. Nothing may stay for ever.");
    }

    private static Refusal? Purposes(IReadOnlyList<PurposeRule> rules, List<PurposeGrant> grants)
    {
        for (int index = 0; index < rules.Count; index++)
        {
            PurposeRule rule = rules[index];
            string at = $"policy.purposes[{index}]";
            PurposeGrant grant = new(rule.Role, rule.Sector ?? "*", rule.Kind ?? "*", rule.Purpose, rule.Allowed);
            Refusal? refusal = !Roles.Contains(rule.Role) ? Invalid($"{at}.role", $"One of: {string.Join(", ", Roles)}.")
                : !Protocol.Wire.Purposes.All.Contains(rule.Purpose) ? Invalid($"{at}.purpose", $"One of: {string.Join(", ", Protocol.Wire.Purposes.All)}.")
                : rule.Sector is not null && !Slug.IsValid(rule.Sector) ? Invalid($"{at}.sector", ListRules.NameForm)
                : rule.Kind is not null && !IdentifierKinds.TryGetByName(rule.Kind, out _) ? Invalid($"{at}.kind", ListRules.KindForm)
                : grants.Any(other => other with { Allowed = grant.Allowed } == grant) ? Invalid(at, "There is a rule for this role, sector, kind and purpose already.")
                : null;
            if (refusal is not null)
            {
                return refusal;
            }
            grants.Add(grant);
        }
        return null;
    }

    private static Refusal Invalid(string field, string detail) => new(ProblemTypes.InvalidField, detail) { Field = field };
}
