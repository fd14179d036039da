namespace BlacklistExchange.Server.Tests.Engines;

/// <summary>The operator's page on PostgreSQL: what it says to type is what runs here.</summary>
internal static class PostgresPage
{
    private const string Page = "ops/postgresql.md";
    private const string Fence = "\n```sh ";
    private static readonly HashSet<string> Used = [];

    /// <summary>Blocks that nobody has asked for.</summary>
    public static string[] Unused => [.. Text().Split(Fence).Skip(1).Select(static block => block[..block.IndexOf('\n')]).Where(static name => !Used.Contains(name))];

    /// <summary>The commands of the one block that begins with <c>```sh name</c>.</summary>
    public static string Commands(string name)
    {
        string[] blocks = Text().Split($"{Fence}{name}\n");
        lock (Used)
        {
            Used.Add(name);
        }
        return blocks.Length == 2 ? blocks[1].Split("\n```\n")[0] : throw new InvalidOperationException($"{Page} has {blocks.Length - 1} blocks 'sh {name}'.");
    }

    private static string Text() => File.ReadAllText(Path.Combine(Root(), Page));

    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Page)))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} has {Page}.");
    }
}
