using System.Security.Cryptography;
using BlacklistExchange.Demo.Naive;
using BlacklistExchange.Demo.Worlds;

namespace BlacklistExchange.Demo;

/// <summary>The same list as a naive salted hash, reversed before the viewer's eyes.</summary>
internal sealed record NaiveView(string Prefix, Sweep Sweep, int Listed)
{
    /// <summary>Mobile numbers in use in mainland China, about.</summary>
    public const double PhonesInUse = 2e9;

    public static NaiveView Reverse(string world, Action<string> say)
    {
        string[] phones = [.. World.Platforms.SelectMany(p => WorldFiles.Read(WorldFiles.Expelled(world, p.Slug))).Where(cells => cells[1] == "phone").Select(cells => cells[3])];
        byte[] salt = RandomNumberGenerator.GetBytes(16);
        HashSet<string> list = NaiveHash.Publish(salt, phones);
        string prefix = phones[0][..4];
        Sweep sweep = NaiveHash.Reverse(salt, list, prefix, TimeSpan.FromSeconds(12));
        say($"For comparison, the same list as SHA-256(salt, phone): one core tried {sweep.Tried:N0} numbers that begin with {prefix} in {sweep.Time.TotalSeconds:F1} s and reversed {sweep.Found.Count} of {list.Count} entries.");
        return new NaiveView(prefix, sweep, list.Count);
    }
}
