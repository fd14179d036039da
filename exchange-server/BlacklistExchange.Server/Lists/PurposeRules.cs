using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Server.Lists;

/// <summary>Decides what a member may ask for. The most specific grant decides: sector and kind, then kind, then sector, then neither; none at all refuses.</summary>
internal static class PurposeRules
{
    private const string Any = "*";

    internal static bool Allows(IEnumerable<PurposeGrant> grants, string role, string sector, string kind, string purpose) => grants
        .Where(grant => grant.Role == role && grant.Purpose == purpose && Matches(grant.Sector, sector) && Matches(grant.Kind, kind))
        .OrderByDescending(static grant => (grant.Kind == Any ? 0 : 2) + (grant.Sector == Any ? 0 : 1))
        .FirstOrDefault() is { Allowed: true };

    /// <summary>Purposes that a member may name for at least one of the kinds, in the registry's order.</summary>
    internal static IReadOnlyList<string> AllowedFor(IReadOnlyList<PurposeGrant> grants, string role, string sector, IReadOnlyList<string> kinds) =>
        [.. Purposes.All.Where(purpose => kinds.Any(kind => Allows(grants, role, sector, kind, purpose)))];

    /// <summary>A list is open to its sectors; a regulator sees every list.</summary>
    internal static bool MayUse(string listSectors, string role, string sector) =>
        role == "regulator" || listSectors == Any || listSectors.Split(',').Contains(sector);

    private static bool Matches(string pattern, string value) => pattern == Any || pattern == value;
}
