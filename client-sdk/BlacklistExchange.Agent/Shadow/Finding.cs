namespace BlacklistExchange.Agent.Shadow;

/// <summary>What the list said of an applicant, from what says least to what says most. The numbers stand in sealed rows.</summary>
internal enum Finding : byte
{
    /// <summary>Never checked; there is only the member's word.</summary>
    Unchecked = 0,

    /// <summary>Something was uncertain and nothing hit.</summary>
    Unsure = 1,

    /// <summary>Every identifier had a certain answer and none hit.</summary>
    Clear = 2,

    /// <summary>A weak hit, which alone never refuses.</summary>
    Weak = 3,

    /// <summary>A strong hit: the applicant would have been refused.</summary>
    Strong = 4,
}
