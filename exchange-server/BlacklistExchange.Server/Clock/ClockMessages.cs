using System.Text.Json.Serialization;

namespace BlacklistExchange.Server.Clock;

/// <param name="Reason">Why the new time is right; kept in the audit log.</param>
internal sealed record AcceptClockRequest(string Reason);

/// <param name="Time">The hub's wall clock, unix seconds.</param>
/// <param name="DivergenceSeconds">Wall minus monotonic since the last agreement.</param>
/// <param name="Charging">False while evaluations are refused.</param>
internal sealed record ClockResponse(long Time, double DivergenceSeconds, bool Charging);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AcceptClockRequest))]
[JsonSerializable(typeof(ClockResponse))]
internal sealed partial class ClockJson : JsonSerializerContext;
