using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>What has one file at a time: a kind of a list in an epoch.</summary>
internal readonly record struct FileKey(string List, uint Epoch, byte Kind)
{
    /// <summary>The kind's name, for people; its number when this program does not know it.</summary>
    public string KindName => IdentifierKinds.IsKnown((IdentifierKind)Kind) ? IdentifierKinds.Name((IdentifierKind)Kind) : Kind.ToString();
}
