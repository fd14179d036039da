namespace BlacklistExchange.Agent.Outbox;

/// <summary>What became of a check that should be kept.</summary>
internal enum KeepOutcome
{
    /// <summary>It is on disk, and will be asked again.</summary>
    Kept,

    /// <summary>There is no room.</summary>
    Full,

    /// <summary>The disk did not take it.</summary>
    Failed,

    /// <summary>Another check with the same id of the caller's waits.</summary>
    Other,
}

/// <param name="Outcome">What became of it.</param>
/// <param name="Pending">Its name, when it is kept.</param>
internal readonly record struct KeptCheck(KeepOutcome Outcome, Guid? Pending = null)
{
    /// <summary>Why it is not, in a sentence.</summary>
    public string WhyNot => Outcome switch
    {
        KeepOutcome.Full => "It was not kept: the outbox holds as much as --outbox-limit allows, events that nobody has fetched included. Send it again later.",
        KeepOutcome.Failed => "It was not kept: the agent's database could not be written. Send it again later.",
        _ => "",
    };
}
