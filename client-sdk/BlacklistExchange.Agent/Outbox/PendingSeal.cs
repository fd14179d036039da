using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using BlacklistExchange.Agent.Checks;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Agent.Outbox;

/// <summary>What of a check is kept on disk: all that its answer needs, sealed and bound to its row, with keyed names of the caller's id and of what was asked.</summary>
internal sealed class PendingSeal(ExchangeClient client) : IDisposable
{
    private readonly LocalSeal _seal = client.CreateSeal("outbox");

    public PendingRow Seal(CheckRequest request, long? latest, DateTimeOffset now)
    {
        byte[] id = Guid.NewGuid().ToByteArray(bigEndian: true);
        byte[] plain = JsonSerializer.SerializeToUtf8Bytes(Of(request), PendingJson.Default.PendingMessage);
        try
        {
            return new PendingRow { Id = id, Name = request.Id is { } own ? NameOf(own) : null, Content = ContentOf(plain), Whole = _seal.Seal(plain, id), Latest = latest, KeptAt = now.ToUnixTimeSeconds() };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Null when the row was altered, or is of a later version of this program.</summary>
    public CheckRequest? Open(PendingRow row)
    {
        byte[] plain = new byte[Math.Max(0, row.Whole.Length - LocalSeal.Overhead)];
        try
        {
            return _seal.TryOpen(row.Whole, row.Id, plain) ? Of(JsonSerializer.Deserialize(plain, PendingJson.Default.PendingMessage)!) : null;
        }
        catch (JsonException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public byte[] NameOf(string id) => _seal.NameOf(Encoding.UTF8.GetBytes("id\0" + id));

    /// <summary>The same for the same check, whenever it is sent.</summary>
    public byte[] ContentOf(CheckRequest request)
    {
        byte[] plain = JsonSerializer.SerializeToUtf8Bytes(Of(request), PendingJson.Default.PendingMessage);
        try
        {
            return ContentOf(plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public void Dispose() => _seal.Dispose();

    private byte[] ContentOf(byte[] plain)
    {
        byte[] named = [.. "content\0"u8, .. plain];
        try
        {
            return _seal.NameOf(named);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(named);
        }
    }

    private static PendingMessage Of(CheckRequest request) => new(request.Id, request.Purpose, request.WhenSpare, request.Watch,
        [.. request.Identifiers.Select(static asked => asked.Identifier is { } identifier
            ? new PendingIdentifier(IdentifierKinds.Name(asked.Kind), identifier.RevealValue(), identifier.Namespace.Length == 0 ? null : identifier.Namespace)
            : new PendingIdentifier(IdentifierKinds.Name(asked.Kind), asked.Refused!.Value.Value, asked.Refused.Value.Namespace))]);

    private static CheckRequest? Of(PendingMessage message)
    {
        List<AskedIdentifier> identifiers = [];
        foreach (PendingIdentifier one in message.Identifiers)
        {
            if (!IdentifierKinds.TryGetByName(one.Kind, out IdentifierKind kind))
            {
                return null;
            }
            identifiers.Add(AskedIdentifier.Of(kind, one.Value, one.Namespace));
        }
        return new CheckRequest(identifiers, message.Purpose, message.Id) { WhenSpare = message.Spare, Watch = message.Watch };
    }
}

/// <summary>The sealed text of a check.</summary>
internal sealed record PendingMessage(string? Id, string Purpose, bool Spare, bool Watch, IReadOnlyList<PendingIdentifier> Identifiers)
{
    public override string ToString() => nameof(PendingMessage);
}

/// <summary>One identifier of it, in canonical form, or as it was sent if it is none.</summary>
internal sealed record PendingIdentifier(string Kind, string Value, string? Namespace)
{
    public override string ToString() => Kind;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PendingMessage))]
internal sealed partial class PendingJson : JsonSerializerContext;
