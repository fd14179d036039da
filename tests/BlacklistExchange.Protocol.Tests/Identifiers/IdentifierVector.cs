using System.Text.Json;
using System.Text.Json.Serialization;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Protocol.Tests.Identifiers;

/// <summary>One case of spec/vectors/identifiers.json.</summary>
public sealed record IdentifierVector(
    string Kind,
    string? Namespace,
    string Input,
    string? Value,
    [property: JsonPropertyName("canonical_hex")] string? CanonicalHex,
    string? Refusal,
    int? Position,
    [property: JsonPropertyName("looks_fabricated")] bool LooksFabricated,
    string Note)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static IReadOnlyList<IdentifierVector> All { get; } = Load();

    public IdentifierKind KindNumber => IdentifierKinds.TryGetByName(Kind, out IdentifierKind kind) ? kind : throw new InvalidDataException($"Unknown kind {Kind}.");

    /// <summary>The folder that holds <c>spec/</c>.</summary>
    public static string Repository { get; } = FindRepository();

    private static List<IdentifierVector> Load()
    {
        using FileStream file = File.OpenRead(Path.Combine(FindRepository(), "spec", "vectors", "identifiers.json"));
        return JsonSerializer.Deserialize<VectorFile>(file, Options)!.Cases;
    }

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BlacklistExchange.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("BlacklistExchange.sln is in no folder above the tests.");
    }

    private sealed record VectorFile(string Description, List<IdentifierVector> Cases);
}
