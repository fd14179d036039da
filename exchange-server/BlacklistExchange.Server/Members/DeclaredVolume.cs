using System.Globalization;

namespace BlacklistExchange.Server.Members;

/// <summary>What a member says it will ask a day, by kind: <c>phone=6000/day,resident-id=300/day</c>.</summary>
internal static class DeclaredVolume
{
    internal const int MaxPerDay = 100_000_000;
    private const string Suffix = "/day";

    /// <summary>Reads the text; false with a reason that names the part at fault.</summary>
    internal static bool TryParse(string? text, Func<string, bool> isKind, out IReadOnlyDictionary<string, int> perDay, out string reason)
    {
        Dictionary<string, int> found = [];
        perDay = found;
        reason = "";
        foreach (string part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string kind = equals < 0 ? part : part[..equals];
            reason = equals < 0 || !part.EndsWith(Suffix, StringComparison.Ordinal) ? $"'{part}' is not of the form kind=number/day, for example phone=6000/day."
                : !isKind(kind) ? $"'{kind}' is not an identifier kind."
                : !int.TryParse(part[(equals + 1)..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > MaxPerDay
                    ? $"'{part}': the number must be between 1 and {MaxPerDay:N0}."
                : !found.TryAdd(kind, number) ? $"'{kind}' is declared twice."
                : "";
            if (reason.Length > 0)
            {
                return false;
            }
        }
        return true;
    }
}
