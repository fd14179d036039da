using System.Text.Json;
using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Server.Lists;

/// <summary>Names of evidence types, categories and ladder outcomes as policies, messages and commands write them: the registry's name in kebab case.</summary>
internal static class PolicyNames
{
    internal const string Listed = "listed";
    internal const string Watch = "watch";

    internal static string Of(EvidenceType evidence) => Kebab(evidence.ToString());

    internal static string Of(Category category) => Kebab(category.ToString());

    internal static bool TryParse(string? name, out EvidenceType evidence) => TryParse(name, Enum.GetValues<EvidenceType>(), Of, out evidence);

    internal static bool TryParse(string? name, out Category category) => TryParse(name, Enum.GetValues<Category>(), Of, out category);

    private static bool TryParse<T>(string? name, T[] values, Func<T, string> spell, out T found)
        where T : struct
    {
        int index = Array.FindIndex(values, value => spell(value) == name);
        found = index < 0 ? default : values[index];
        return index >= 0;
    }

    private static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
