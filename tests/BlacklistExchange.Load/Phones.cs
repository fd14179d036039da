using System.Globalization;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Load;

/// <summary>Mobile numbers of one segment, in order: what a guesser tries.</summary>
internal static class Phones
{
    private const long First = 13900000000;

    /// <summary>Number <paramref name="index"/> of the segment, 0 to 99,999,999, as people write it.</summary>
    public static string National(int index) => (First + index).ToString(CultureInfo.InvariantCulture);

    /// <summary>One of them at random, placeholders left out.</summary>
    public static Identifier Somebody()
    {
        while (true)
        {
            if (Identifier.TryParse(IdentifierKind.Phone, National(RandomNumberGenerator.GetInt32(100_000_000)), null, out Identifier? phone, out _))
            {
                return phone;
            }
        }
    }

    /// <summary>The canonical bytes of some numbers, beginning at <paramref name="start"/> and leaving placeholders out.</summary>
    public static ReadOnlyMemory<byte>[] Canonical(int start, int count)
    {
        List<ReadOnlyMemory<byte>> inputs = new(count);
        for (int index = start; inputs.Count < count; index++)
        {
            if (Identifier.TryParse(IdentifierKind.Phone, National(index), null, out Identifier? phone, out _))
            {
                inputs.Add(phone.CanonicalBytes.ToArray());
            }
        }

        return [.. inputs];
    }
}
