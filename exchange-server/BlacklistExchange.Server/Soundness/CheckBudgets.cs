using BlacklistExchange.Server.Members;

namespace BlacklistExchange.Server.Soundness;

/// <summary>
/// No counter is above what it could be debited to: the margin of a key, and limits that nobody has set by hand, declared or merged, since a limit may be lowered below what is spent.
/// </summary>
internal static class CheckBudgets
{
    public static void Run(Scene scene, Finding finding)
    {
        PolicyOptions policy = scene.Options.Policy;
        foreach ((string what, long used, long limit) in SoundnessSql.Counters(scene.Connection, scene.Transaction, policy.Day, policy.Epoch, policy.HubEpoch, BudgetRules.KeyMargin))
        {
            finding.Look();
            finding.FaultUnless(used <= limit, $"{what}: {used:N0} of {limit:N0} units");
        }
    }
}
