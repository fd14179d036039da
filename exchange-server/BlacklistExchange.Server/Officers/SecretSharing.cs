using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Officers;

/// <summary>
/// Shamir's secret sharing, two of three, byte by byte over GF(2^8) with the polynomial of AES (x^8 + x^4 + x^3 + x + 1): share i of a byte s is s + a·i with a fresh random a.
/// One share says nothing about the secret, not even under unlimited computation. No table, no branch and no index depends on a secret; share numbers are public.
/// </summary>
internal static class SecretSharing
{
    public const int Shares = 3;
    public const int Threshold = 2;
    private const int Reduction = 0x1b;

    /// <summary>Shares 1, 2 and 3, each as long as the secret; the caller disposes of them.</summary>
    public static PinnedSecret[] Split(ReadOnlySpan<byte> secret)
    {
        using PinnedSecret slope = PinnedSecret.Random(secret.Length);
        return Split(secret, slope.Span);
    }

    /// <summary>The same with a given slope, for worked examples.</summary>
    internal static PinnedSecret[] Split(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> slope)
    {
        PinnedSecret[] shares = [new(secret.Length), new(secret.Length), new(secret.Length)];
        for (int number = 1; number <= Shares; number++)
        {
            Span<byte> share = shares[number - 1].Span;
            for (int i = 0; i < secret.Length; i++)
            {
                share[i] = (byte)(secret[i] ^ Multiply(slope[i], number));
            }
        }
        return shares;
    }

    /// <summary>
    /// The line through two shares at zero: (y1·x2 + y2·x1) / (x1 + x2). Any two values of different numbers give some secret; whether it is the right one only its key id says.
    /// </summary>
    public static PinnedSecret Combine(int firstNumber, ReadOnlySpan<byte> first, int secondNumber, ReadOnlySpan<byte> second)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(firstNumber, secondNumber);
        ArgumentOutOfRangeException.ThrowIfNotEqual(first.Length, second.Length);
        int inverse = Invert(firstNumber ^ secondNumber);
        int ofFirst = Multiply(secondNumber, inverse);
        int ofSecond = Multiply(firstNumber, inverse);
        PinnedSecret secret = new(first.Length);
        for (int i = 0; i < first.Length; i++)
        {
            secret.Span[i] = (byte)(Multiply(first[i], ofFirst) ^ Multiply(second[i], ofSecond));
        }
        return secret;
    }

    /// <summary>The product in the field: eight steps whatever the factors are.</summary>
    internal static int Multiply(int left, int right)
    {
        int product = 0;
        for (int bit = 0; bit < 8; bit++)
        {
            product ^= left & -((right >> bit) & 1);
            left = ((left << 1) & 0xff) ^ (Reduction & -(left >> 7));
        }
        return product;
    }

    /// <summary>a^254, the inverse of a. Only ever asked of the sum of two share numbers.</summary>
    private static int Invert(int value)
    {
        int power = value;
        for (int i = 0; i < 6; i++)
        {
            power = Multiply(Multiply(power, power), value);
        }
        return Multiply(power, power);
    }
}
