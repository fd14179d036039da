namespace BlacklistExchange.Server.Evaluation;

/// <summary>A piece of group arithmetic that is short enough to wait for: what one thread does before it looks again whose turn it is.</summary>
/// <param name="Elements">How many elements it works on: its weight when turns are dealt.</param>
/// <param name="Work">The arithmetic.</param>
internal readonly record struct EvaluationStep(int Elements, Action Work);
