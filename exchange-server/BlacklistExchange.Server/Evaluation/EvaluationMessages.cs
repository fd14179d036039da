using System.Text.Json.Serialization;

namespace BlacklistExchange.Server.Evaluation;

// Wire/Messages.cs with bytes where it has base64url text: a request of 1024 elements holds 43,691 characters of it, and as text they would be made, kept and
// thrown away on the large object heap. A test keeps both readings equal.

/// <summary><see cref="Protocol.Wire.EvaluateRequest"/> as the hub reads it.</summary>
internal sealed record EvaluationRequest(Guid RequestId, string Purpose, IReadOnlyList<RequestGroup> Groups);

/// <summary><see cref="Protocol.Wire.EvaluateGroup"/> as the hub reads it.</summary>
internal sealed record RequestGroup(string List, uint Epoch, string Kind, Base64UrlBytes Elements);

/// <summary><see cref="Protocol.Wire.EvaluateResponse"/> as the hub writes it.</summary>
internal sealed record EvaluationResponse(int Holder, IReadOnlyList<ResponseGroup> Groups, long Charged);

/// <summary><see cref="Protocol.Wire.EvaluatedGroup"/> as the hub writes it.</summary>
internal sealed record ResponseGroup(Base64UrlBytes Elements, Base64UrlBytes Proof);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EvaluationRequest))]
[JsonSerializable(typeof(EvaluationResponse))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
