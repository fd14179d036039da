namespace BlacklistExchange.KillTest;

/// <summary>A report as it was sent.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Digest">SHA-256 of its statement.</param>
/// <param name="Items">How many items.</param>
/// <param name="Body">The bytes of the request; the same ones are sent again.</param>
internal sealed record Filed(Guid Id, byte[] Digest, int Items, byte[] Body)
{
    /// <summary>The receipt's payload; null while nobody knows what became of the report.</summary>
    public byte[]? Receipt { get; set; }
}

/// <summary>An evaluation as it was sent; nobody knows yet whether it was charged.</summary>
internal sealed record Asked(byte[] Body);
