using System.Security.Cryptography;
using BlacklistExchange.Demo.Naive;
using BlacklistExchange.Demo.Worlds;

namespace BlacklistExchange.Demo;

/// <summary>The same list as a naive salted hash, reversed before the viewer's eyes.</summary>
internal sealed record NaiveView(Sweep Sweep, int Listed)
{
    /// <summary>Mobile numbers in use in mainland China, about.</summary>
    public const double PhonesInUse = 2e9;

    public static NaiveView Reverse(string world, Action<string> say)
    {
        string[] phones = [.. World.Platforms.SelectMany(p => WorldFiles.Read(WorldFiles.Expelled(world, p.Slug))).Where(cells => cells[1] == "phone").Select(cells => cells[3])];
        byte[] salt = RandomNumberGenerator.GetBytes(16);
        HashSet<string> list = NaiveHash.Publish(salt, phones);
        string[] prefixes = [.. phones.Take(3).Select(phone => phone[..5]).Distinct()];
        Sweep sweep = NaiveHash.Reverse(salt, list, prefixes);
        say($"For comparison, the same list as SHA-256(salt, phone): one core tried the {sweep.Tried:N0} numbers that begin with {string.Join(", ", prefixes)} in {sweep.Time.TotalSeconds:F1} s and reversed {sweep.Found.Count} of {list.Count} entries.");
        return new NaiveView(sweep, list.Count);
    }
}
