using System.Runtime.InteropServices;
using BlacklistExchange.Protocol.Groups.Field25519;

namespace BlacklistExchange.Protocol.Groups.Lanes8;

/// <summary>The constants of RFC 9496 §4.1 in every lane, made from <see cref="Fe51Constants"/> once.</summary>
internal static unsafe class FeConstants
{
    private struct All
    {
        public FeLanes One;
        public FeLanes MinusOne;
        public FeLanes SqrtM1;
        public FeLanes D;
        public FeLanes D2;
        public FeLanes OneMinusDSquared;
        public FeLanes DMinusOneSquared;
        public FeLanes SqrtAdMinusOne;
        public FeLanes InvSqrtAMinusD;
    }

    /// <summary>Never freed: constants of the process, where vectors load fastest.</summary>
    private static readonly All* Place = Make();

    public static ref readonly FeLanes One => ref Place->One;

    public static ref readonly FeLanes MinusOne => ref Place->MinusOne;

    public static ref readonly FeLanes SqrtM1 => ref Place->SqrtM1;

    public static ref readonly FeLanes D => ref Place->D;

    public static ref readonly FeLanes D2 => ref Place->D2;

    public static ref readonly FeLanes OneMinusDSquared => ref Place->OneMinusDSquared;

    public static ref readonly FeLanes DMinusOneSquared => ref Place->DMinusOneSquared;

    public static ref readonly FeLanes SqrtAdMinusOne => ref Place->SqrtAdMinusOne;

    public static ref readonly FeLanes InvSqrtAMinusD => ref Place->InvSqrtAMinusD;

    private static All* Make()
    {
        All* place = (All*)NativeMemory.AlignedAlloc((nuint)sizeof(All), Workspace.Alignment);
        place->One = FeLanes.Broadcast(Fe51.One);
        FeLanes.Negate(ref place->MinusOne, in place->One);
        place->SqrtM1 = FeLanes.Broadcast(Fe51Constants.SqrtM1);
        place->D = FeLanes.Broadcast(Fe51Constants.D);
        place->D2 = FeLanes.Broadcast(Fe51Constants.D2);
        place->OneMinusDSquared = FeLanes.Broadcast(Fe51Constants.OneMinusDSquared);
        place->DMinusOneSquared = FeLanes.Broadcast(Fe51Constants.DMinusOneSquared);
        place->SqrtAdMinusOne = FeLanes.Broadcast(Fe51Constants.SqrtAdMinusOne);
        place->InvSqrtAMinusD = FeLanes.Broadcast(Fe51Constants.InvSqrtAMinusD);
        return place;
    }
}
