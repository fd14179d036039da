namespace BlacklistExchange.Protocol.Groups.Lanes8;

/// <summary>One point of -x² + y² = 1 + d·x²·y² a lane, in extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z. All four carried.</summary>
internal struct PointLanes
{
    /// <summary>Vectors in a point.</summary>
    public const int Vectors = 20;

    public FeLanes X;
    public FeLanes Y;
    public FeLanes Z;
    public FeLanes T;

    /// <summary>The neutral point in every lane.</summary>
    public static void SetNeutral(ref PointLanes p)
    {
        p.X = default;
        p.Y = FeConstants.One;
        p.Z = FeConstants.One;
        p.T = default;
    }
}
