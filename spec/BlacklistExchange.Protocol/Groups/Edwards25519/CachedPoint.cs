using BlacklistExchange.Protocol.Groups.Field25519;

namespace BlacklistExchange.Protocol.Groups.Edwards25519;

/// <summary>A point prepared as the second operand of additions: Y + X, Y - X, 2Z and 2d·T. 160 bytes without padding, so that a table is plain words.</summary>
internal struct CachedPoint
{
    public Fe51 Sum;
    public Fe51 Difference;
    public Fe51 Z2;
    public Fe51 T2d;

    public static CachedPoint Identity => new() { Sum = Fe51.One, Difference = Fe51.One, Z2 = new Fe51(2, 0, 0, 0, 0) };
}
