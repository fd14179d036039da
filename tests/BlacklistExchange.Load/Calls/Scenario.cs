using BlacklistExchange.Load.Measuring;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Load.Calls;

/// <summary>What the load program does, over and over.</summary>
/// <param name="Name">As <c>--scenario</c> takes it.</param>
/// <param name="Description">For the help.</param>
/// <param name="Prepare">Makes the calls, before anything is measured; the folder is gone afterwards.</param>
internal sealed record Scenario(string Name, string Description, Func<LoadTarget, TemporaryFolder, ICalls> Prepare)
{
    private const int Lone = 4;

    /// <summary>Every scenario. A new one is one line here, and an <see cref="ICalls"/> unless one of those fits.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("signup", "a lone sign-up check, padded to a group of 4", static (target, _) => SignUp(target)),
        new("screen", "one group of 1024", static (target, _) => Screen(target)),
        new("report", "a report of 3 items, with its receipt", static (target, _) => new ReportCalls(target)),
        new("sync", "a member that has nothing yet fetches manifest and files", static (target, folder) => new SyncCalls(target, folder)),
        new("caller", "an application on the whole SDK checks, and reports one in 8", static (target, folder) => new CallerCalls(target, folder)),
        new("mixed", "of 100: 82 signup, 10 report, 4 caller, 2 screen, 2 sync", Mixed),
        new("lists", "GET /v1/lists: no evaluation, no debit, no commit", static (target, _) => new ListsCalls(target)),
    ];

    public static Scenario Of(string name) => All.Single(scenario => scenario.Name == name);

    private static EvaluateCalls SignUp(LoadTarget target) => new(target, "signup", Lone);

    private static EvaluateCalls Screen(LoadTarget target) => new(target, "screen", GroupSizes.MaxGroup);

    private static MixedCalls Mixed(LoadTarget target, TemporaryFolder folder) => new(
        [(SignUp(target), 82), (new ReportCalls(target), 10), (new CallerCalls(target, folder), 4), (Screen(target), 2), (new SyncCalls(target, folder), 2)]);
}
