using System.Runtime.InteropServices;
using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Groups.Edwards25519;
using BlacklistExchange.Protocol.Groups.ScalarField25519;

namespace BlacklistExchange.ConstantTime.Subjects;

/// <summary>Seeded secrets of every kind.</summary>
internal sealed class SecretSource(int seed)
{
    public const int Size = 32;

    private readonly Random random = new(seed);

    /// <summary>A reduced scalar.</summary>
    public void Scalar(SecretKind kind, Span<byte> scalar)
    {
        Sc64 value = kind switch
        {
            SecretKind.One => Sc64.One,
            SecretKind.AllOnes => new Sc64(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, (1UL << 60) - 1),
            SecretKind.Last => Sc64.Sub(default, Sc64.One),
            SecretKind.Zero => default,
            _ => Sc64.ReadWide(Bytes(2 * Size)),
        };
        value.CopyTo(scalar);
    }

    /// <summary>64 bytes for the one-way map.</summary>
    public void UniformBytes(SecretKind kind, Span<byte> bytes)
    {
        bytes.Clear();
        switch (kind)
        {
            case SecretKind.One:
                bytes[0] = 1;
                break;
            case SecretKind.AllOnes:
                bytes.Fill(255);
                break;
            case SecretKind.Last:
                bytes.Fill(255);
                bytes[0] = bytes[Size] = 0xec;
                bytes[Size - 1] = bytes[(2 * Size) - 1] = 0x7f;
                break;
            case SecretKind.Random:
                random.NextBytes(bytes);
                break;
        }
    }

    /// <summary>A point, in coordinates of the arithmetic that runs everywhere.</summary>
    public void Point(SecretKind kind, Span<byte> point)
    {
        EdwardsPoint result = EdwardsPoint.Generator;
        switch (kind)
        {
            case SecretKind.AllOnes:
                Negate(ref result);
                break;
            case SecretKind.Last:
                result = EdwardsPoint.Identity;
                break;
            case SecretKind.Zero:
                EdwardsFormulas.Double(ref result, result, withT: true);
                break;
            case SecretKind.Random:
                Ristretto255Encoding.Map(out result, Bytes(2 * Size));
                break;
        }

        MemoryMarshal.Write(point, result);
    }

    private static void Negate(ref EdwardsPoint point)
    {
        EdwardsFormulas.Cache(out CachedPoint cached, point);
        EdwardsFormulas.NegateWhere(ref cached, ulong.MaxValue);
        EdwardsPoint identity = EdwardsPoint.Identity;
        EdwardsFormulas.Add(ref point, identity, cached, withT: true);
    }

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
