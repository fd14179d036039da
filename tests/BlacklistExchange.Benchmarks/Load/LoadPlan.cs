namespace BlacklistExchange.Benchmarks.Load;

/// <summary>How hard the load program presses. Each stream sends its next request when the answer to the last has come.</summary>
/// <param name="Connections">Connections, dealt to the members in turn.</param>
/// <param name="Streams">Requests at once on each connection.</param>
/// <param name="WarmUp">Time that is not measured.</param>
/// <param name="Duration">Time that is.</param>
/// <param name="FirstMember">Whose the first connection is.</param>
internal sealed record LoadPlan(int Connections, int Streams, TimeSpan WarmUp, TimeSpan Duration, int FirstMember = 0);
