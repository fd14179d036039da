namespace BlacklistExchange.Client;

/// <summary>What became of a report that was sent again (spec/protocol.md §3.4).</summary>
public enum ResendOutcome
{
    /// <summary>The hub had it and answered with its receipt.</summary>
    Known,

    /// <summary>The hub had lost it and filed it anew; the vault holds the new receipt.</summary>
    FiledAnew,

    /// <summary>It was withdrawn as a whole before; the withdrawal was sent again, the report was not.</summary>
    Withdrawn,

    /// <summary>Its epoch is no longer the newest, or its keys are lost: it can never be filed again. Report the case anew under another id, if it still stands.</summary>
    EpochOver,

    /// <summary>It was not filed; the failure says why.</summary>
    Failed,
}
