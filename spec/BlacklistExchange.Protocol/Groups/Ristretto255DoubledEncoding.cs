using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Groups.Edwards25519;
using BlacklistExchange.Protocol.Groups.Field25519;

namespace BlacklistExchange.Protocol.Groups;

/// <summary>
/// Encodes 2·Q for many Q with one inversion for all. Doubling turns the inverse square root of RFC 9496 §4.3.2 into an inverse: with e = 2XY, f = Z² + dT²,
/// g = Y² + X², h = Z² - dT², the root that the encoding of 2Q needs is 1/(e·g·f·h) up to known factors (Hamburg's observation, used by other libraries as
/// "double and compress"). So a product k·P is computed as (k/2)·P and leaves through here. Constant time.
/// </summary>
internal static class Ristretto255DoubledEncoding
{
    /// <summary>How many points share an inversion; fixes the size of the scratch memory on the stack.</summary>
    public const int Limit = 32;

    private struct Parts
    {
        public Fe51 E;
        public Fe51 F;
        public Fe51 G;
        public Fe51 H;
        public Fe51 Eg;
        public Fe51 Fh;
        public Fe51 Product;
        public Fe51 Before;
    }

    /// <summary>Writes the encodings of the doubles of at most <see cref="Limit"/> points.</summary>
    [SkipLocalsInit]
    public static void Encode(Span<byte> encodings, ReadOnlySpan<EdwardsPoint> halves)
    {
        Span<Parts> parts = stackalloc Parts[Limit];
        Fe51 running = Fe51.One;
        for (int i = 0; i < halves.Length; i++)
        {
            Split(out parts[i], halves[i]);
            parts[i].Before = running;
            Fe51Product.Mul(out running, running, OneForZero(parts[i].Product));
        }

        Fe51Power.Invert(out Fe51 inverse, running);
        for (int i = halves.Length - 1; i >= 0; i--)
        {
            Fe51Product.Mul(out Fe51 own, inverse, parts[i].Before);
            Fe51Product.Mul(out inverse, inverse, OneForZero(parts[i].Product));
            // The identity: its product is zero, and a zero in place of the inverse encodes as all zeros, as it should.
            Fe51.Select(out own, own, default, parts[i].Product.ZeroMask());
            Join(encodings.Slice(i * Ristretto255Encoding.Size, Ristretto255Encoding.Size), parts[i], own);
        }

        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(parts));
    }

    private static Fe51 OneForZero(in Fe51 a)
    {
        Fe51.Select(out Fe51 r, a, Fe51.One, a.ZeroMask());
        return r;
    }

    [SkipLocalsInit]
    private static void Split(out Parts r, in EdwardsPoint p)
    {
        Unsafe.SkipInit(out r);
        Fe51Product.Sqr(out Fe51 xx, p.X);
        Fe51Product.Sqr(out Fe51 yy, p.Y);
        Fe51Product.Sqr(out Fe51 zz, p.Z);
        Fe51Product.Sqr(out Fe51 dtt, p.T);
        Fe51Product.Mul(out dtt, dtt, Fe51Constants.D);
        Fe51.Add(out Fe51 y2, p.Y, p.Y);
        Fe51Product.Mul(out r.E, p.X, y2);
        Fe51.Add(out r.F, zz, dtt);
        Fe51.Add(out r.G, yy, xx);
        Fe51.Sub(out r.H, zz, dtt);
        Fe51Product.Mul(out r.Eg, r.E, r.G);
        Fe51Product.Mul(out r.Fh, r.F, r.H);
        Fe51Product.Mul(out r.Product, r.Eg, r.Fh);
    }

    [SkipLocalsInit]
    private static void Join(Span<byte> encoding, in Parts p, in Fe51 inverse)
    {
        Fe51Product.Mul(out Fe51 zInverse, p.Eg, inverse);
        Fe51Product.Mul(out Fe51 tInverse, p.Fh, inverse);
        Fe51Product.Mul(out Fe51 check, p.Eg, zInverse);
        ulong rotate = check.NegativeMask();
        Fe51.Negate(out Fe51 minusE, p.E);
        Fe51Product.Mul(out Fe51 fi, p.F, Fe51Constants.SqrtM1);
        Fe51.Select(out Fe51 e, p.E, p.G, rotate);
        Fe51.Select(out Fe51 g, p.G, minusE, rotate);
        Fe51.Select(out Fe51 h, p.H, fi, rotate);
        Fe51.Select(out Fe51 magic, Fe51Constants.InvSqrtAMinusD, Fe51Constants.SqrtM1, rotate);

        Fe51Product.Mul(out check, h, e);
        Fe51Product.Mul(out check, check, zInverse);
        Fe51.SubWide(out Fe51 minusG, default, g);
        Fe51.Select(out g, g, minusG, check.NegativeMask());
        Fe51Product.Mul(out Fe51 s, g, tInverse);
        Fe51Product.Mul(out s, s, magic);
        // g may be 4p - g here, more than a subtrahend may be: carry it first.
        Fe51Product.Mul(out g, g, Fe51.One);
        Fe51.Sub(out Fe51 difference, h, g);
        Fe51Product.Mul(out s, s, difference);
        Fe51.Absolute(ref s);
        s.CopyTo(encoding);
    }
}
