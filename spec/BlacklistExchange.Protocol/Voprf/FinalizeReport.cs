namespace BlacklistExchange.Protocol.Voprf;

/// <summary>Which holders made up an output.</summary>
/// <param name="Used">Indices whose answers were combined: as many as the threshold, all verified.</param>
/// <param name="Refused">Indices whose answers were malformed, unknown, doubled or did not verify.</param>
public sealed record FinalizeReport(IReadOnlyList<ushort> Used, IReadOnlyList<ushort> Refused);
