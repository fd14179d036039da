using System.Text;
using BlacklistExchange.Agent.Shadow;
using BlacklistExchange.Client.Tests;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Agent.Tests.Shadow;

/// <summary>Reads the agent's database and its write-ahead log byte by byte: nobody is in it.</summary>
public sealed class ShadowLeakTests
{
    private const string Account = "planted-account-4711";

    [Fact]
    public async Task Keeps_identifiers_names_and_entry_keys_out_of_the_database()
    {
        Identifier[] people = [TestIds.Phone(481_101), TestIds.ResidentId(481), TestIds.Seller(481_101)];
        await using AgentWorld world = await ShadowWorld.StartAsync(listed: people[0]);
        await ShadowWorld.CheckAsync(world, Account, people);
        await ShadowWorld.WrittenAsync(world, 1);
        await ShadowWorld.TellAsync(world, Account, "expelled");
        Assert.Equal(1, ShadowWorld.Total(world).Agreement(Finding.Weak, Outcome.Expelled));

        byte[][] secrets = [.. people.Select(static one => one.RevealValue()).Append(people[0].RevealValue()[3..]).Append(Account).Select(Encoding.UTF8.GetBytes), .. people.Select(world.Hub.RevealEntryKey).SelectMany(Spellings)];
        string folder = Path.Combine(world.Profile, "agent");
        Assert.Contains(Directory.EnumerateFiles(folder), static path => path.EndsWith("-wal", StringComparison.Ordinal));
        Assert.Empty(Found(folder, secrets));
        // The search finds each one that is there.
        foreach (byte[] secret in secrets)
        {
            File.WriteAllBytes(Path.Combine(folder, "planted"), [1, 2, .. secret, 3]);
            Assert.Contains(secret, Found(folder, secrets));
        }
    }

    private static byte[][] Spellings(byte[] key) => [key, .. ((string[])[Convert.ToHexString(key), Convert.ToHexStringLower(key), Convert.ToBase64String(key).TrimEnd('=')]).Select(Encoding.ASCII.GetBytes)];

    private static byte[][] Found(string folder, byte[][] secrets)
    {
        byte[][] files = [.. Directory.EnumerateFiles(folder).Select(Read)];
        return [.. secrets.Where(secret => files.Any(file => file.AsSpan().IndexOf(secret) >= 0))];
    }

    private static byte[] Read(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using MemoryStream copy = new();
        file.CopyTo(copy);
        return copy.ToArray();
    }
}
