using BlacklistExchange.Server.Copies;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Soundness;

/// <summary>What the engine says of itself, and that every row of every table can be read.</summary>
internal static class CheckDatabase
{
    private const string Sound = "ok";

    public static void Run(Scene scene, Finding finding)
    {
        foreach (string said in scene.Engine.IsShared ? SoundnessSql.UnprovenConstraints(scene.Connection, scene.Transaction) : SoundnessSql.SqliteFaults(scene.Connection, scene.Transaction))
        {
            finding.FaultUnless(said == Sound, said);
        }
        foreach (CopiedTable table in CopiedTables.Of(Migrations.Embedded(scene.Engine).Select(static script => script.Number).ToHashSet()))
        {
            finding.Look(RowsSql.Count(scene.Connection, scene.Transaction, table));
            scene.Progress.Report($"table {table.Name}", finding.Looked, finding.Looked);
        }
    }
}
