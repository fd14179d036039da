using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Officers;

/// <summary>What one officer keeps: a share of one KEK, and which one.</summary>
/// <param name="Exchange">Name of the exchange.</param>
/// <param name="Generation">Goes up by one whenever officers are replaced, and the KEK with them.</param>
/// <param name="Set">16 random bytes of one split; shares of two splits never go together, even of the same KEK.</param>
/// <param name="Number">1, 2 or 3.</param>
/// <param name="Officer">Who keeps it.</param>
/// <param name="Value">The share itself; disposed with this.</param>
internal sealed record OfficerShare(string Exchange, int Generation, byte[] Set, int Number, string Officer, PinnedSecret Value) : IDisposable
{
    public const int SetSize = 16;

    public override string ToString() => $"share {Number} of generation {Generation} of '{Exchange}'";

    public void Dispose() => Value.Dispose();
}
