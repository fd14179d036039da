using System.Runtime.InteropServices;
using BlacklistExchange.Protocol.Groups.Edwards25519;

namespace BlacklistExchange.ConstantTime.Subjects;

/// <summary>The negative controls: a multiplication that branches on the bits of its scalar, and one that reads its table at the scalar's digits.</summary>
internal sealed class LeakySubject(Leak leak) : Subject
{
    private const int Bits = 256, DigitBits = 4;
    private readonly byte[] secret = GC.AllocateArray<byte>(SecretSource.Size, pinned: true);
    private readonly EdwardsPoint[] result = GC.AllocateArray<EdwardsPoint>(1, pinned: true);
    private readonly CachedPoint[] table = GC.AllocateArray<CachedPoint>(1 << DigitBits, pinned: true);

    public override string Name => $"control that leaks by {leak.ToString().ToLowerInvariant()}";

    public override Leak Leak => leak;

    public override Span<byte> Secret => secret;

    public override Span<byte> Result => MemoryMarshal.AsBytes(result.AsSpan());

    public override void Run()
    {
        FillTable();
        EdwardsPoint sum = EdwardsPoint.Identity;
        int step = leak == Leak.Address ? DigitBits : 1;
        for (int position = Bits - step; position >= 0; position -= step)
        {
            for (int i = 0; i < step; i++)
            {
                EdwardsFormulas.Double(ref sum, sum, withT: true);
            }

            int digit = (secret[position >> 3] >> (position & 7)) & ((1 << step) - 1);
            if (leak == Leak.Address || digit != 0)
            {
                EdwardsFormulas.Add(ref sum, sum, table[digit], withT: true);
            }
        }

        result[0] = sum;
    }

    public override void Write(SecretKind kind, SecretSource source, Span<byte> secret) => source.Scalar(kind, secret);

    private void FillTable()
    {
        EdwardsPoint multiple = EdwardsPoint.Identity;
        EdwardsFormulas.Cache(out CachedPoint generator, EdwardsPoint.Generator);
        for (int i = 0; i < table.Length; i++)
        {
            EdwardsFormulas.Cache(out table[i], multiple);
            EdwardsFormulas.Add(ref multiple, multiple, generator, withT: true);
        }
    }
}
