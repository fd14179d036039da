namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>The first two digits of area codes, GB/T 2260 (spec/identifiers.md §5.3).</summary>
internal static class Provinces
{
    private static readonly string[] Mainland =
    [
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46",
        "50", "51", "52", "53", "54", "61", "62", "63", "64", "65",
    ];

    /// <summary>True when <paramref name="areaCode"/> begins with a province, autonomous region or municipality of the mainland.</summary>
    internal static bool IsMainland(ReadOnlySpan<char> areaCode)
    {
        foreach (string province in Mainland)
        {
            if (areaCode.StartsWith(province, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
