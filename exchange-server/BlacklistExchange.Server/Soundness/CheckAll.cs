using System.Data.Common;

namespace BlacklistExchange.Server.Soundness;

/// <summary>Every check in its order: what opens others comes first.</summary>
internal static class CheckAll
{
    private static readonly (string Name, Action<Scene, Finding> Run)[] Checks =
    [
        ("database", CheckDatabase.Run),
        ("keys", CheckKeys.Run),
        ("epochs", CheckEpochs.Run),
        ("manifests", CheckManifests.Run),
        ("list files", CheckFiles.Run),
        ("files and entries", CheckContent.Run),
        ("entries", CheckEntries.Run),
        ("reports", CheckReports.Run),
        ("budgets", CheckBudgets.Run),
        ("audit log", CheckAudit.Run),
    ];

    public static IReadOnlyList<Finding> Run(Scene scene) => [.. Checks.Select(check =>
    {
        Finding finding = new(check.Name);
        try
        {
            check.Run(scene, finding);
        }
        catch (DbException exception)
        {
            finding.Fault($"the database cannot be read: {exception.Message}");
        }
        return finding;
    })];
}
