using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using BlacklistExchange.Protocol.Groups.Lanes8;
using static BlacklistExchange.Protocol.Tests.Groups.Lanes8.FieldLanes;

namespace BlacklistExchange.Protocol.Tests.Groups.Lanes8;

public sealed class MultiplicationTests
{
    [LaneFact]
    public void Keeps_the_value_of_scalars_below_two_to_the_254_in_signed_digits()
    {
        Random random = new(1);
        byte[] patterns = [0x00, 0x88, 0x87, 0x78, 0x77, 0x7f, 0xf7, 0xff];
        for (int i = 0; i < 500; i++)
        {
            byte[] bytes = new byte[32];
            random.NextBytes(bytes);
            bytes.AsSpan(i % 3).Fill(i < 24 ? patterns[i % 8] : bytes[0]);
            bytes[31] &= 0x3f;
            Assert.Equal(new BigInteger(bytes, isUnsigned: true), Recoded(bytes, i % Width.Lanes));
        }
    }

    [LaneFact]
    public void Refuses_to_keep_the_value_of_two_to_the_255_less_one()
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)0xff, 31), 0x7f];
        Assert.NotEqual(new BigInteger(bytes, isUnsigned: true), Recoded(bytes, 0));
    }

    [LaneFact]
    public void Returns_the_entry_of_every_digit_in_every_lane()
    {
        Random random = new(2);
        Multiplication.Table table = default;
        for (int i = 0; i < Multiplication.Table.Size; i++)
        {
            table[i] = new CachedLanes { Sum = Draw(random, Unit), Difference = Draw(random, Unit), Z2 = Draw(random, Unit), T2d = Draw(random, Unit) };
        }

        CachedLanes neutral = new() { Sum = Everywhere(1), Difference = Everywhere(1), Z2 = Everywhere(2) }, chosen = default;
        for (int shift = 0; shift < 17; shift++)
        {
            long[] digits = [.. Enumerable.Range(0, Width.Lanes).Select(lane => ((lane + shift) % 17) - 8L)];
            Multiplication.Select(ref chosen, in table, Vector512.Create(digits).AsUInt64());
            for (int lane = 0; lane < Width.Lanes; lane++)
            {
                CachedLanes entry = digits[lane] == 0 ? neutral : table[(int)Math.Abs(digits[lane]) - 1];
                bool isNegative = digits[lane] < 0;
                AssertSame(isNegative ? entry.Difference : entry.Sum, chosen.Sum, lane, 1);
                AssertSame(isNegative ? entry.Sum : entry.Difference, chosen.Difference, lane, 1);
                AssertSame(entry.Z2, chosen.Z2, lane, 1);
                AssertSame(entry.T2d, chosen.T2d, lane, isNegative ? -1 : 1);
            }
        }
    }

    [LaneFact]
    public void Returns_squares_turned_over_and_back()
    {
        double[] rows = [.. Enumerable.Range(0, 3 * Width.Lanes * Width.Lanes).Select(static i => (double)i)], back = new double[rows.Length];
        int[] places = [.. Enumerable.Range(0, Width.Lanes).Select(static row => ((row * 5) % Width.Lanes * 3 * Width.Lanes) + row)];
        Vector512<double>[] vectors = new Vector512<double>[Width.Lanes];
        Width.LoadSquare(ref vectors[0], ref MemoryMarshal.GetArrayDataReference(rows), ref places[0]);
        Width.StoreSquare(ref MemoryMarshal.GetArrayDataReference(back), ref places[0], ref vectors[0]);
        for (int row = 0; row < Width.Lanes; row++)
        {
            for (int word = 0; word < Width.Lanes; word++)
            {
                Assert.Equal(rows[places[row] + word], vectors[word][row]);
                Assert.Equal(rows[places[row] + word], back[places[row] + word]);
            }
        }
    }

    private static BigInteger Recoded(byte[] scalar, int lane)
    {
        Vector512<ulong>[] words = [.. Enumerable.Range(0, 4).Select(word => Vector512.Create(BitConverter.ToUInt64(scalar, 8 * word)))];
        Multiplication.DigitRows digits = default;
        Multiplication.Recode(ref digits, in words[0]);
        BigInteger sum = 0;
        for (int i = Multiplication.Digits - 1; i >= 0; i--)
        {
            long digit = (long)digits[i][lane];
            Assert.InRange(digit, -8, 7);
            sum = (sum << 4) + digit;
        }

        return sum;
    }

    private static void AssertSame(FeLanes expected, FeLanes actual, int lane, int sign)
    {
        for (int limb = 0; limb < 5; limb++)
        {
            Assert.Equal(sign * Limbs(ref expected)[(limb * Width.Lanes) + lane], Limbs(ref actual)[(limb * Width.Lanes) + lane]);
        }
    }
}
