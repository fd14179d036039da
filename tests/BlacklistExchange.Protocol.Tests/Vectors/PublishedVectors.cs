using System.Text.Json;
using System.Text.Json.Nodes;

namespace BlacklistExchange.Protocol.Tests.Vectors;

/// <summary>
/// Our own vector files: computed here from fixed inputs and compared with what is published. Signatures are randomised, so the published one is kept
/// and verified. To publish anew after a deliberate change of the protocol, run the tests once with BEX_WRITE_VECTORS=1.
/// </summary>
internal static class PublishedVectors
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static bool Writing => Environment.GetEnvironmentVariable("BEX_WRITE_VECTORS") == "1";

    /// <summary>Compares <paramref name="computed"/> with the published file, or publishes it.</summary>
    public static void Check(string name, JsonObject computed) => Check(name, Text(computed));

    /// <summary>The same for a binary file.</summary>
    public static void CheckBytes(string name, byte[] computed)
    {
        string path = Path.Combine(VectorFile.Folder, name);
        if (Writing)
        {
            File.WriteAllBytes(path, computed);
        }
        Assert.Equal(File.ReadAllBytes(path), computed);
    }

    /// <summary>The published signature named <paramref name="property"/> in the file, or a fresh one while publishing.</summary>
    public static string Signature(string name, string property, Func<byte[]> sign)
    {
        string path = Path.Combine(VectorFile.Folder, name);
        return Writing ? Convert.ToHexStringLower(sign()) : JsonNode.Parse(File.ReadAllText(path))![property]!.GetValue<string>();
    }

    private static void Check(string name, string computed)
    {
        string path = Path.Combine(VectorFile.Folder, name);
        if (Writing)
        {
            File.WriteAllText(path, computed);
        }
        Assert.Equal(File.ReadAllText(path), computed);
    }

    private static string Text(JsonObject document) => document.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";
}
