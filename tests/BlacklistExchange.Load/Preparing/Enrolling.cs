using System.Text.Json;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Lists;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.OperatorConsole;

namespace BlacklistExchange.Load.Preparing;

/// <summary>What an operator does before a measurement: a list with a live epoch, and members whose budgets no measurement exhausts.</summary>
/// <param name="console">The operator port of a running hub.</param>
/// <param name="list">Name of the list.</param>
internal sealed class Enrolling(OperatorClient console, string list)
{
    /// <summary>Of each kind and member; the reports of a day are capped by it, at a tenth.</summary>
    private const int DeclaredPerDay = 50_000_000;

    /// <summary>Units of a legal entity in an hour, a day; an epoch has twenty times as many.</summary>
    private const long Ample = 1_000_000_000;
    private const long HubWide = 1L << 36;

    /// <summary>Kinds of the list.</summary>
    public IReadOnlyList<IdentifierKind> Kinds { get; init; } = [IdentifierKind.Phone];

    /// <summary>Without it the budgets are the hub's default ones.</summary>
    public bool Declared { get; init; } = true;

    public string Role { get; init; } = "member";

    /// <summary>How members reach the hub, instead of what their bundle says: a balancer, or something that cuts.</summary>
    public Uri? Hub { get; init; }

    private string[] KindNames => [.. Kinds.Select(IdentifierKinds.Name)];

    /// <summary>Makes the list and opens its first epoch.</summary>
    public Task OpenListAsync(CancellationToken cancellationToken) => AskedAsync(async () =>
    {
        await console.PostAsync("lists", new AddListRequest(list, "measuring", KindNames, null, 0, null, null, HubWide, null), ListsJson.Default.AddListRequest, ListsJson.Default.ListResponse, cancellationToken);
        return await console.PostAsync($"lists/{list}/epochs", new OpenEpochRequest(null, null), EpochsJson.Default.OpenEpochRequest, EpochsJson.Default.EpochResponse, cancellationToken);
    });

    /// <summary>Enrols members of one new legal entity, with profiles <c>prefix0</c>, <c>prefix1</c>, … in a folder.</summary>
    public Task<IReadOnlyList<ExchangeProfile>> MembersAsync(string folder, string prefix, int count, string entity, CancellationToken cancellationToken) => AskedAsync<IReadOnlyList<ExchangeProfile>>(async () =>
    {
        await console.PostAsync("entities", new AddEntityRequest(entity, entity, entity, null), MembersJson.Default.AddEntityRequest, MembersJson.Default.EntityResponse, cancellationToken);
        foreach (string kind in Declared ? KindNames : [])
        {
            await console.PostAsync("budgets", new SetBudgetRequest(list, kind, "measuring", entity, Ample, Ample, 20 * Ample), MembersJson.Default.SetBudgetRequest, MembersJson.Default.BudgetsResponse, cancellationToken);
        }

        List<ExchangeProfile> profiles = [];
        for (int index = 0; index < count; index++)
        {
            profiles.Add(await EnrolAsync(Path.Combine(folder, $"{prefix}{index}"), $"{prefix}{index}", entity, cancellationToken));
        }

        return profiles;
    });

    private async Task<ExchangeProfile> EnrolAsync(string folder, string name, string entity, CancellationToken cancellationToken)
    {
        ExchangeProfile profile = ExchangeProfile.Create(folder, name);
        Dictionary<string, int>? declared = Declared ? KindNames.ToDictionary(static kind => kind, static _ => DeclaredPerDay) : null;
        EnrolledResponse enrolled = await console.PostAsync(
            "members", new AddMemberRequest(profile.Request!, entity, Role, "marketplace", declared, null), MembersJson.Default.AddMemberRequest, MembersJson.Default.EnrolledResponse, cancellationToken);
        MemberBundle bundle = Hub is null ? enrolled.Bundle : enrolled.Bundle with { HubUrl = Hub.ToString() };
        return profile.Import(JsonSerializer.Serialize(bundle, WireJson.Default.MemberBundle));
    }

    private static async Task<T> AskedAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (OperatorRefusedException refused)
        {
            throw new NotMeasuredException($"The hub refused a step of the preparation: {refused.Problem.Title} {refused.Problem.Field} {refused.Problem.Detail}");
        }
    }
}
