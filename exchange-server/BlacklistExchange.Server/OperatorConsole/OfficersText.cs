using BlacklistExchange.Server.Officers;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>What is said about officers to people.</summary>
internal static class OfficersText
{
    /// <summary>Paths stand whole, on lines of their own.</summary>
    public static string Table(OfficersRecord record, IReadOnlyList<string> paths) =>
        string.Concat(record.Officers.Select((officer, index) => $"  {index + 1}  {officer}\n     {paths[index]}\n"));

    public static string Status(OfficersStatus status)
    {
        string mode = status.Mode == OfficersStatus.AttendedMode
            ? "officers: two of three open this hub at every start. A disk, a backup or root of a\nstopped machine opens nothing; root of the running one reads everything."
            : $"unattended: this machine has the KEK ({status.Source}).\nIt starts without anybody, and whoever is root here, or takes the machine, reads everything.";
        string officers = status.Officers is null ? "No officers hold shares."
            : $"Generation {status.Generation} since {DateTimeOffset.FromUnixTimeSeconds(status.Since!.Value):yyyy-MM-dd}, set {status.Set}:\n" + string.Join('\n', status.Officers.Select(static (officer, index) => $"  {index + 1}  {officer}"));
        return $"{mode}\n{officers}{(status.Waiting ? "\nA hub on this data folder is sealed now and waits for two of them." : "")}";
    }
}
