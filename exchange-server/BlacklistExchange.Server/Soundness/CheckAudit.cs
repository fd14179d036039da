namespace BlacklistExchange.Server.Soundness;

/// <summary>The numbers of the audit log have no gap, where the engine gives none away in vain.</summary>
internal static class CheckAudit
{
    public static void Run(Scene scene, Finding finding)
    {
        (long rows, long first, long last, bool carried) = SoundnessSql.Audit(scene.Connection, scene.Transaction);
        finding.Look(rows);
        if (scene.Engine.IsShared || carried)
        {
            finding.Leave("gaps: PostgreSQL leaves some");
            return;
        }
        finding.FaultUnless(rows == 0 || (first == 1 && last - first + 1 == rows), $"lines {first:N0} to {last:N0} are {rows:N0}: some are missing");
    }
}
