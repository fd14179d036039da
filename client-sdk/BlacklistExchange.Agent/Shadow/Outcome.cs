namespace BlacklistExchange.Agent.Shadow;

/// <summary>What the member itself decided about an applicant. The numbers stand in sealed rows.</summary>
internal enum Outcome : byte
{
    /// <summary>Nothing yet.</summary>
    Undecided = 0,

    /// <summary>Put out for what it did at this member.</summary>
    Expelled = 1,

    /// <summary>Looked at and kept.</summary>
    Kept = 2,

    /// <summary>A hit that the member looked into and found right.</summary>
    Confirmed = 3,

    /// <summary>A hit that the member looked into and found wrong.</summary>
    FalsePositive = 4,
}
