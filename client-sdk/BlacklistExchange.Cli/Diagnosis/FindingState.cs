namespace BlacklistExchange.Cli.Diagnosis;

/// <summary>How a thing is.</summary>
internal enum FindingState
{
    Ok,
    Attention,
    Broken,
}
