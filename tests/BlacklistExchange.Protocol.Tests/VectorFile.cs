using System.Runtime.CompilerServices;
using System.Text.Json;

namespace BlacklistExchange.Protocol.Tests;

/// <summary>Opens a file of spec/vectors, wherever the tests run from.</summary>
internal static class VectorFile
{
    public static JsonElement Read(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf(name)));
        return document.RootElement.Clone();
    }

    /// <summary>The folder spec/vectors.</summary>
    public static string Folder => Path.GetDirectoryName(PathOf("README.md"))!;

    public static byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));

    public static string PathOf(string name, [CallerFilePath] string here = "")
    {
        foreach (string start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(here)! })
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                string candidate = Path.Combine(folder.FullName, "spec", "vectors", name);
                if (File.Exists(candidate))
                {
                    return candidate;
                }
            }
        }

        throw new FileNotFoundException($"spec/vectors/{name} is not above {AppContext.BaseDirectory}.");
    }

    public static byte[] Hex(this JsonElement element, string property) => Convert.FromHexString(element.GetProperty(property).GetString()!);

    public static byte[][] HexList(this JsonElement element, string property) =>
        [.. element.GetProperty(property).GetString()!.Split(',').Select(Convert.FromHexString)];
}
