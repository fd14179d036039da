using BlacklistExchange.Protocol.Groups.Field25519;

namespace BlacklistExchange.Protocol.Groups.Edwards25519;

/// <summary>A point of -x² + y² = 1 + d·x²·y² in extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z. All four tight.</summary>
internal struct EdwardsPoint
{
    public Fe51 X;
    public Fe51 Y;
    public Fe51 Z;
    public Fe51 T;

    public static EdwardsPoint Identity => new() { Y = Fe51.One, Z = Fe51.One };

    public static EdwardsPoint Generator => new() { X = Fe51Constants.GeneratorX, Y = Fe51Constants.GeneratorY, Z = Fe51.One, T = Fe51Constants.GeneratorT };
}
