using System.Text.Json;
using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Server.Entries;

/// <summary>Names of categories, evidence, tiers and statuses as people read them: the registry's name in kebab case.</summary>
internal static class EntryWords
{
    public static string Of(Category category) => Kebab(category.ToString());

    public static string Of(EvidenceType evidence) => Kebab(evidence.ToString());

    public static string Of(EvidenceTier tier) => Kebab(tier.ToString());

    public static string Of(EntryStatus status) => Kebab(status.ToString());

    private static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
