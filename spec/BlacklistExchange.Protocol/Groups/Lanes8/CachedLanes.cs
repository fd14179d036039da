namespace BlacklistExchange.Protocol.Groups.Lanes8;

/// <summary>Points prepared as the second operand of additions, one a lane: Y + X, Y - X, 2Z and 2d·T, all carried.</summary>
internal struct CachedLanes
{
    public FeLanes Sum;
    public FeLanes Difference;
    public FeLanes Z2;
    public FeLanes T2d;
}
