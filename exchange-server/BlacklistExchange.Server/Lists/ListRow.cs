namespace BlacklistExchange.Server.Lists;

/// <summary>One list as the store keeps it; <see cref="Kinds"/> and <see cref="Sectors"/> are joined by commas.</summary>
internal sealed record ListRow(
    string Name,
    string Scope,
    string Sectors,
    long PolicyVersion,
    string Kinds,
    string Suite,
    long EpochDays,
    long OverlapDays,
    long ReleaseDelaySeconds,
    long CreatedAt)
{
    public IReadOnlyList<string> KindNames => Kinds.Split(',');

    public bool Enables(string kind) => KindNames.Contains(kind);
}
