using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace BlacklistExchange.Client.Evaluation;

/// <summary>Places real inputs at random among dummies, by the system's generator: neither count nor place says which are real.</summary>
internal static class Shuffle
{
    private const int DummySize = 32;

    /// <summary>Returns <paramref name="size"/> inputs: the real ones at the places that <paramref name="places"/> tells, fresh random bytes elsewhere.</summary>
    public static ReadOnlyMemory<byte>[] Among(IReadOnlyList<ReadOnlyMemory<byte>> real, int size, out int[] places)
    {
        int[] order = Order(size);
        ReadOnlyMemory<byte>[] inputs = new ReadOnlyMemory<byte>[size];
        places = order[..real.Count];
        for (int index = 0; index < size; index++)
        {
            inputs[order[index]] = index < real.Count ? real[index] : RandomNumberGenerator.GetBytes(DummySize);
        }
        return inputs;
    }

    /// <summary>
    /// A uniform permutation (Fisher and Yates). The framework's own shuffle asks the generator once a place, which costs more than all else here: one call takes
    /// a word for every place, and a word that would favour some places is drawn again.
    /// </summary>
    private static int[] Order(int size)
    {
        int[] order = new int[size];
        for (int index = 0; index < size; index++)
        {
            order[index] = index;
        }
        uint[] random = new uint[size];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(random.AsSpan()));
        for (int last = size - 1; last > 0; last--)
        {
            int other = Below((uint)last + 1, random[last]);
            (order[last], order[other]) = (order[other], order[last]);
        }
        return order;
    }

    /// <summary>A number below <paramref name="limit"/>, from one word unless it lies in the uneven rest (Lemire).</summary>
    private static int Below(uint limit, uint word)
    {
        ulong product = (ulong)word * limit;
        uint uneven = (uint)-(int)limit % limit;
        while ((uint)product < uneven)
        {
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(new Span<uint>(ref word)));
            product = (ulong)word * limit;
        }
        return (int)(product >> 32);
    }
}
