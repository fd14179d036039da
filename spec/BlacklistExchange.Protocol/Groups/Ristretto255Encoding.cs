using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BlacklistExchange.Protocol.Groups.Edwards25519;
using BlacklistExchange.Protocol.Groups.Field25519;

namespace BlacklistExchange.Protocol.Groups;

/// <summary>Decode, encode and the one-way map of RFC 9496 §4.3, over points of edwards25519.</summary>
internal static class Ristretto255Encoding
{
    /// <summary>Bytes in an encoding.</summary>
    public const int Size = 32;

    /// <summary>Decode (RFC 9496 §4.3.1), refusing the identity as well. The verdict is public: encodings come from the wire.</summary>
    [SkipLocalsInit]
    public static bool TryDecode(out EdwardsPoint p, ReadOnlySpan<byte> encoding)
    {
        p = default;
        if (!IsCanonicalAndNotIdentity(encoding))
        {
            return false;
        }

        Fe51 s = Fe51.Read(encoding);
        Fe51Product.Sqr(out Fe51 ss, s);
        Fe51.Sub(out Fe51 u1, Fe51.One, ss);
        Fe51.Add(out Fe51 u2, Fe51.One, ss);
        Fe51Product.Sqr(out Fe51 u2Squared, u2);
        Fe51Product.Sqr(out Fe51 v, u1);
        Fe51Product.Mul(out v, v, Fe51Constants.D);
        Fe51.Add(out v, v, u2Squared);
        Fe51.SubWide(out v, default, v);
        Fe51Product.Mul(out Fe51 radicand, v, u2Squared);
        ulong wasSquare = Fe51Power.SqrtRatioM1(out Fe51 inverseRoot, Fe51.One, radicand);
        Fe51Product.Mul(out Fe51 denX, inverseRoot, u2);
        Fe51Product.Mul(out Fe51 denY, inverseRoot, denX);
        Fe51Product.Mul(out denY, denY, v);
        Fe51.Add(out Fe51 s2, s, s);
        Fe51Product.Mul(out p.X, s2, denX);
        Fe51.Absolute(ref p.X);
        Fe51Product.Mul(out p.X, p.X, Fe51.One);
        Fe51Product.Mul(out p.Y, u1, denY);
        Fe51Product.Mul(out p.T, p.X, p.Y);
        p.Z = Fe51.One;
        return (wasSquare & ~p.T.NegativeMask() & ~p.Y.ZeroMask()) != 0;
    }

    /// <summary>Encode (RFC 9496 §4.3.2). Constant time.</summary>
    [SkipLocalsInit]
    public static void Encode(Span<byte> encoding, in EdwardsPoint p)
    {
        Fe51.Add(out Fe51 u1, p.Z, p.Y);
        Fe51.Sub(out Fe51 zMinusY, p.Z, p.Y);
        Fe51Product.Mul(out u1, u1, zMinusY);
        Fe51Product.Mul(out Fe51 u2, p.X, p.Y);
        Fe51Product.Sqr(out Fe51 radicand, u2);
        Fe51Product.Mul(out radicand, radicand, u1);
        _ = Fe51Power.SqrtRatioM1(out Fe51 inverseRoot, Fe51.One, radicand);
        Fe51Product.Mul(out Fe51 den1, inverseRoot, u1);
        Fe51Product.Mul(out Fe51 den2, inverseRoot, u2);
        Fe51Product.Mul(out Fe51 zInverse, den1, den2);
        Fe51Product.Mul(out zInverse, zInverse, p.T);

        Fe51Product.Mul(out Fe51 rotated, p.T, zInverse);
        ulong rotate = rotated.NegativeMask();
        Fe51Product.Mul(out Fe51 iX, p.X, Fe51Constants.SqrtM1);
        Fe51Product.Mul(out Fe51 iY, p.Y, Fe51Constants.SqrtM1);
        Fe51Product.Mul(out Fe51 enchanted, den1, Fe51Constants.InvSqrtAMinusD);
        Fe51.Select(out Fe51 x, p.X, iY, rotate);
        Fe51.Select(out Fe51 y, p.Y, iX, rotate);
        Fe51.Select(out Fe51 denInverse, den2, enchanted, rotate);
        Fe51Product.Mul(out Fe51 sign, x, zInverse);
        Fe51.NegateWhere(ref y, sign.NegativeMask());
        Fe51.SubWide(out Fe51 s, p.Z, y);
        Fe51Product.Mul(out s, s, denInverse);
        Fe51.Absolute(ref s);
        s.CopyTo(encoding);
    }

    /// <summary>The one-way map of 64 uniform bytes (RFC 9496 §4.3.4). Constant time.</summary>
    public static void Map(out EdwardsPoint p, ReadOnlySpan<byte> uniformBytes)
    {
        p = default;
        MapHalf(out EdwardsPoint first, Fe51.Read(uniformBytes));
        MapHalf(out EdwardsPoint second, Fe51.Read(uniformBytes[Size..]));
        EdwardsFormulas.Add(ref p, first, second);
    }

    /// <summary>All ones if the point encodes as the identity: the four points with x = 0 or y = 0.</summary>
    public static ulong IdentityMask(in EdwardsPoint p) => p.X.ZeroMask() | p.Y.ZeroMask();

    [SkipLocalsInit]
    private static void MapHalf(out EdwardsPoint p, in Fe51 t)
    {
        Fe51 minusOne = new((1UL << 51) - 20, (1UL << 51) - 1, (1UL << 51) - 1, (1UL << 51) - 1, (1UL << 51) - 1);
        Fe51Product.Sqr(out Fe51 r, t);
        Fe51Product.Mul(out r, r, Fe51Constants.SqrtM1);
        Fe51.Add(out Fe51 u, r, Fe51.One);
        Fe51Product.Mul(out u, u, Fe51Constants.OneMinusDSquared);
        Fe51Product.Mul(out Fe51 rd, r, Fe51Constants.D);
        Fe51.Sub(out Fe51 v, minusOne, rd);
        Fe51.Add(out Fe51 rPlusD, r, Fe51Constants.D);
        Fe51Product.Mul(out v, v, rPlusD);

        ulong wasSquare = Fe51Power.SqrtRatioM1(out Fe51 s, u, v);
        Fe51Product.Mul(out Fe51 sPrime, s, t);
        // -|s · t|: negate where it is not negative already.
        Fe51.NegateWhere(ref sPrime, ~sPrime.NegativeMask());
        Fe51.Select(out s, sPrime, s, wasSquare);
        Fe51.Select(out Fe51 c, r, minusOne, wasSquare);

        Fe51.Sub(out Fe51 n, r, Fe51.One);
        Fe51Product.Mul(out n, n, c);
        Fe51Product.Mul(out n, n, Fe51Constants.DMinusOneSquared);
        Fe51.Sub(out n, n, v);
        Fe51.Add(out Fe51 w0, s, s);
        Fe51Product.Mul(out w0, w0, v);
        Fe51Product.Mul(out Fe51 w1, n, Fe51Constants.SqrtAdMinusOne);
        Fe51Product.Sqr(out Fe51 ss, s);
        Fe51.Sub(out Fe51 w2, Fe51.One, ss);
        Fe51.Add(out Fe51 w3, Fe51.One, ss);
        Fe51Product.Mul(out p.X, w0, w3);
        Fe51Product.Mul(out p.Y, w2, w1);
        Fe51Product.Mul(out p.Z, w1, w3);
        Fe51Product.Mul(out p.T, w0, w2);
    }

    /// <summary>True if the 32 bytes are a number below p, even and not zero: an element's encoding then, if it decodes. The bytes are public.</summary>
    public static bool IsCanonicalAndNotIdentity(ReadOnlySpan<byte> encoding)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(encoding[..Size]);
        (ulong w0, ulong w1, ulong w2, ulong w3) = BitConverter.IsLittleEndian
            ? (words[0], words[1], words[2], words[3])
            : (BinaryPrimitives.ReverseEndianness(words[0]), BinaryPrimitives.ReverseEndianness(words[1]), BinaryPrimitives.ReverseEndianness(words[2]), BinaryPrimitives.ReverseEndianness(words[3]));
        bool isBelowP = w3 < long.MaxValue || (w3 == long.MaxValue && (w0 < ulong.MaxValue - 18 || (w1 & w2) != ulong.MaxValue));
        return isBelowP && (w0 & 1) == 0 && (w0 | w1 | w2 | w3) != 0;
    }
}
