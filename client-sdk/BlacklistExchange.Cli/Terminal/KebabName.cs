using System.Text.Json;

namespace BlacklistExchange.Cli.Terminal;

/// <summary>The names of enumerations as files, JSON and the command line spell them: <c>not-listed</c>, <c>court-decision</c>.</summary>
internal static class KebabName
{
    public static string Of<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static IEnumerable<string> All<T>() where T : struct, Enum => Enum.GetValues<T>().Select(Of);

    public static bool TryParse<T>(string text, out T value) where T : struct, Enum
    {
        foreach (T one in Enum.GetValues<T>())
        {
            if (Of(one) == text)
            {
                value = one;
                return true;
            }
        }
        value = default;
        return false;
    }
}
