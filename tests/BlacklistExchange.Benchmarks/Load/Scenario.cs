using System.Globalization;
using BlacklistExchange.Benchmarks.Hub;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Benchmarks.Load;

/// <summary>What the load program sends, over and over.</summary>
/// <param name="Name">As <c>--scenario</c> takes it.</param>
/// <param name="Description">For the help.</param>
/// <param name="Elements">Elements of an evaluation in each request; 0 if it is none.</param>
/// <param name="Prepare">Makes the calls, before anything is measured.</param>
internal sealed record Scenario(string Name, string Description, int Elements, Func<HubWorld, ICalls> Prepare)
{
    /// <summary>Every scenario. A new one is one line here, and an <see cref="ICalls"/> unless one of those fits.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Evaluation("single", "a lone query, padded to a group of 4", 4),
        Evaluation("bulk", "one group of 1024", GroupSizes.MaxGroup),
        new("lists", "GET /v1/lists: the same road without evaluation, debit or commit", 0, static _ => new GetCalls(Routes.Lists)),
    ];

    public static Scenario Of(string name) => All.Single(scenario => scenario.Name == name);

    private static Scenario Evaluation(string name, string what, int elements) =>
        new(name, string.Create(CultureInfo.InvariantCulture, $"POST /v1/evaluate: {what}"), elements, world => new EvaluateCalls(world, elements));
}
