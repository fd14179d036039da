using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BlacklistExchange.Server.Entries;

/// <summary>The random number that the entries of one infringer share in an epoch (spec/protocol.md §6.3).</summary>
internal static class Rings
{
    /// <summary>The one ring that a case's known entries share; a fresh one when there is none, or several that nobody has said belong together.</summary>
    public static uint Of(IEnumerable<uint> known)
    {
        uint[] distinct = [.. known.Distinct()];
        return distinct.Length == 1 ? distinct[0] : Fresh();
    }

    public static uint Fresh()
    {
        Span<byte> bytes = stackalloc byte[4];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
