namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>The tree the tests were built from, whatever folder they run in. Paths are relative to its root, with '/'.</summary>
internal static class Repository
{
    private static readonly HashSet<string> Made = new(StringComparer.Ordinal) { "bin", "obj", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts", ".git", ".vs", ".idea" };

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>Every file that somebody wrote; nothing that a build or a tool made.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Below(Root).Select(static path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static string Read(string path) => File.ReadAllText(At(path));

    public static string At(string path) => Path.Combine(Root, path);

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(folder).Where(static file => !Made.Contains(Path.GetFileName(file)))
            .Concat(Directory.EnumerateDirectories(folder).Where(static child => !Made.Contains(Path.GetFileName(child))).SelectMany(Below));

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "BlacklistExchange.sln")))
            {
                return folder.FullName;
            }
        }
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds BlacklistExchange.sln.");
    }
}
