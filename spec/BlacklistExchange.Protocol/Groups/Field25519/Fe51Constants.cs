namespace BlacklistExchange.Protocol.Groups.Field25519;

/// <summary>The constants of RFC 9496 §4.1 and the generator of edwards25519 (RFC 7748 §4.1); a test recomputes each from its definition.</summary>
internal static class Fe51Constants
{
    /// <summary>d = -121665 / 121666.</summary>
    public static readonly Fe51 D = new(0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029, 0x739c663a03cbb, 0x52036cee2b6ff);

    /// <summary>2 · d.</summary>
    public static readonly Fe51 D2 = new(0x69b9426b2f159, 0x35050762add7a, 0x3cf44c0038052, 0x6738cc7407977, 0x2406d9dc56dff);

    /// <summary>The non-negative square root of -1.</summary>
    public static readonly Fe51 SqrtM1 = new(0x61b274a0ea0b0, 0xd5a5fc8f189d, 0x7ef5e9cbd0c60, 0x78595a6804c9e, 0x2b8324804fc1d);

    /// <summary>sqrt(a·d - 1), a = -1.</summary>
    public static readonly Fe51 SqrtAdMinusOne = new(0x7f6a0497b2e1b, 0x1836f0a97afd2, 0x7d747f6be7638, 0x456079e7e6498, 0x376931bf2b834);

    /// <summary>1 / sqrt(a - d).</summary>
    public static readonly Fe51 InvSqrtAMinusD = new(0xfdaa805d40ea, 0x2eb482e57d339, 0x7610274bc58, 0x6510b613dc8ff, 0x786c8905cfaff);

    /// <summary>1 - d².</summary>
    public static readonly Fe51 OneMinusDSquared = new(0x409c1945fc176, 0x719abc6a1fc4f, 0x1c37f90b20684, 0x6bccca55eedf, 0x29072a8b2b3e);

    /// <summary>(d - 1)².</summary>
    public static readonly Fe51 DMinusOneSquared = new(0x55aaa44ed4d20, 0x59603c3332635, 0x26d3baf4a7928, 0x120a66e6997a9, 0x5968b37af66c2);

    /// <summary>x of the generator.</summary>
    public static readonly Fe51 GeneratorX = new(0x62d608f25d51a, 0x412a4b4f6592a, 0x75b7171a4b31d, 0x1ff60527118fe, 0x216936d3cd6e5);

    /// <summary>y of the generator, 4/5.</summary>
    public static readonly Fe51 GeneratorY = new(0x6666666666658, 0x4cccccccccccc, 0x1999999999999, 0x3333333333333, 0x6666666666666);

    /// <summary>x · y of the generator.</summary>
    public static readonly Fe51 GeneratorT = new(0x68ab3a5b7dda3, 0xeea2a5eadbb, 0x2af8df483c27e, 0x332b375274732, 0x67875f0fd78b7);
}
