using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Officers;

/// <summary>
/// Who keeps shares of which KEK: <c>officers.json</c> in the key folder, beside the keys that it seals, so that nodes that share the folder share it too. No secret.
/// </summary>
/// <param name="Generation">Of the KEK under which the key files beside it are sealed.</param>
/// <param name="Set">Of the split.</param>
/// <param name="KeyId">What the KEK is recognised by (<see cref="Kek.Id"/>): two shares that give anything else are refused.</param>
/// <param name="Officers">Three names, in the order of the shares.</param>
/// <param name="Since">Unix seconds.</param>
internal sealed record OfficersRecord(int Generation, byte[] Set, byte[] KeyId, IReadOnlyList<string> Officers, long Since)
{
    public const string FileName = "officers.json";

    /// <summary>Null when there are no officers. Throws <see cref="SetupException"/> when the file cannot be understood.</summary>
    public static OfficersRecord? Read(string keyFolder)
    {
        string path = Path.Combine(keyFolder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }
        try
        {
            OfficersRecord? record = JsonSerializer.Deserialize(File.ReadAllBytes(path), OfficersJson.Default.OfficersRecord);
            return record is { Generation: > 0, Set.Length: OfficerShare.SetSize, KeyId.Length: Kek.IdSize, Officers.Count: SecretSharing.Shares }
                ? record : throw new SetupException($"{path} is not a record of three officers. Bring it back from a copy of the key folder.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    public void Write(string keyFolder) => DurableFile.Write(Path.Combine(keyFolder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, OfficersJson.Default.OfficersRecord));

    public bool IsOf(ReadOnlySpan<byte> keyId) => CryptographicOperations.FixedTimeEquals(KeyId, keyId);

    /// <summary>In words: 2026-11-25.</summary>
    [JsonIgnore]
    public string SinceDay => DateTimeOffset.FromUnixTimeSeconds(Since).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
