using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Lists;

/// <summary>What a new list may look like. No I/O.</summary>
internal static class ListRules
{
    internal const string NameForm = "2 to 32 characters of a-z, 0-9 and '-', beginning and ending with a letter or digit.";
    private const int MaxScope = 200;
    private const long MaxReleaseDelay = 86_400;
    private const long MaxHubWide = 1L << 36;

    internal static string KindForm => $"Identifier kinds are: {string.Join(", ", IdentifierKinds.All.Select(static kind => kind.Name))}.";

    internal static Refusal? Check(AddListRequest request) =>
        !Slug.IsValid(request.Name) ? Invalid("name", NameForm)
        : string.IsNullOrWhiteSpace(request.Scope) || request.Scope.Length > MaxScope ? Invalid("scope", $"1 to {MaxScope} characters: what the list is for.")
        : Kinds(request.Kinds) ?? Sectors(request.Sectors)
        ?? Range("release_delay_seconds", request.ReleaseDelaySeconds, 0, MaxReleaseDelay)
        ?? Range("epoch_days", request.EpochDays, 90, 365)
        ?? Range("overlap_days", request.OverlapDays, 1, 90)
        ?? Range("hub_wide", request.HubWide, 4, MaxHubWide);

    private static Refusal? Kinds(IReadOnlyList<string> kinds)
    {
        int unknown = kinds.ToList().FindIndex(static kind => !IdentifierKinds.TryGetByName(kind, out _));
        return kinds.Count == 0 ? Invalid("kinds", "Name at least one. " + KindForm)
            : unknown >= 0 ? Invalid($"kinds[{unknown}]", KindForm)
            : kinds.Distinct().Count() != kinds.Count ? Invalid("kinds", "Name each kind once.")
            : null;
    }

    private static Refusal? Sectors(IReadOnlyList<string>? sectors)
    {
        int wrong = sectors?.ToList().FindIndex(static sector => !Slug.IsValid(sector)) ?? -1;
        return sectors is { Count: 0 } ? Invalid("sectors", "Name at least one sector, or leave the field out for all.")
            : wrong >= 0 ? Invalid($"sectors[{wrong}]", NameForm)
            : null;
    }

    private static Refusal? Range(string field, long? value, long least, long most) =>
        value < least || value > most ? Invalid(field, $"{least} to {most}.") : null;

    private static Refusal Invalid(string field, string detail) => new(ProblemTypes.InvalidField, detail) { Field = field };
}
