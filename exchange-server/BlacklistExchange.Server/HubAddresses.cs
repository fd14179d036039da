using System.Text.Json;
using System.Text.Json.Serialization;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server;

/// <summary><c>run/ports.json</c>: where the running hub listens, for the verbs, the demo and tests. Gone when the hub has stopped.</summary>
internal sealed record HubAddresses(string Member, string Operator, string Public, int Process)
{
    /// <summary>Throws <see cref="SetupException"/> when no hub runs on the folder.</summary>
    public static HubAddresses Read(DataFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(folder.Ports), HubAddressesJson.Default.HubAddresses)
                ?? throw new JsonException("null");
        }
        catch (Exception exception) when (exception is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new SetupException(File.Exists(folder.OfficersSocket)
                ? $"The hub is sealed: it waits for two officers. Each runs: bex-hub officer unseal --data {folder.Path} --share <file>"
                : $"No running hub has written {folder.Ports}. Start it with: bex-hub serve --data {folder.Path}", exception);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(HubAddresses))]
internal sealed partial class HubAddressesJson : JsonSerializerContext;
