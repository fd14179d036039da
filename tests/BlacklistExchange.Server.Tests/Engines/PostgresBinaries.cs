namespace BlacklistExchange.Server.Tests.Engines;

/// <summary>Where PostgreSQL is on this machine, if it is.</summary>
internal static class PostgresBinaries
{
    private const string Debian = "/usr/lib/postgresql";

    /// <summary>The folder of initdb and postgres; null when there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>Why tests that need PostgreSQL cannot run; null when they can.</summary>
    public static string? Missing => Folder is null ? $"PostgreSQL is not on this machine: neither {Debian}/*/bin nor PATH has initdb and postgres. On Debian: apt-get install postgresql" : null;

    private static string? Find()
    {
        IEnumerable<string> versions = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian).OrderByDescending(static path => int.TryParse(Path.GetFileName(path), out int version) ? version : 0).Select(static path => Path.Combine(path, "bin"))
            : [];
        return versions.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')).FirstOrDefault(static folder =>
            File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }
}
