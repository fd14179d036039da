namespace BlacklistExchange.Agent.Shadow;

/// <summary>How the agent ran when something was counted. What a member decides after it has seen verdicts says less about the list, so the two never mix.</summary>
internal enum Mode : byte
{
    Shadow = 0,
    Live = 1,
}
