using System.Security.Cryptography;

namespace BlacklistExchange.Client.Evaluation;

/// <summary>Places real inputs at random among dummies, by the system's generator: neither count nor place says which are real.</summary>
internal static class Shuffle
{
    private const int DummySize = 32;

    /// <summary>Returns <paramref name="size"/> inputs: the real ones at the places that <paramref name="places"/> tells, fresh random bytes elsewhere.</summary>
    public static ReadOnlyMemory<byte>[] Among(IReadOnlyList<ReadOnlyMemory<byte>> real, int size, out int[] places)
    {
        int[] order = new int[size];
        for (int index = 0; index < size; index++)
        {
            order[index] = index;
        }
        RandomNumberGenerator.Shuffle<int>(order);
        ReadOnlyMemory<byte>[] inputs = new ReadOnlyMemory<byte>[size];
        places = order[..real.Count];
        for (int index = 0; index < size; index++)
        {
            inputs[order[index]] = index < real.Count ? real[index] : RandomNumberGenerator.GetBytes(DummySize);
        }
        return inputs;
    }
}
