using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using BlacklistExchange.Agent.Tests.Events;
using BlacklistExchange.Client;
using BlacklistExchange.Client.Tests;
using BlacklistExchange.Protocol.Identifiers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BlacklistExchange.Agent.Tests.Outbox;

/// <summary>What the outbox, events and watches leave on disk and in logs, byte by byte, while everything waits: nothing of whom they are about.</summary>
public sealed class OutboxLeakTests
{
    private const string Id = "customer-planted-4711";

    [Fact]
    public async Task Keeps_nothing_in_plain_on_disk_in_logs_or_metrics()
    {
        ConcurrentQueue<string> said = [];
        using ListenedLogger listened = new(said);
        await using Receiver receiver = await Receiver.StartAsync();
        receiver.Answer = static _ => 500;
        Identifier[] people = [TestIds.Phone(472_101), TestIds.Seller(472_102), TestIds.ResidentId(472), TestIds.Phone(472_103)];
        await using AgentWorld world = await AgentWorld.StartAsync(listed: people[0], logging: logging =>
        {
            logging.AddProvider(listened);
            AgentLogging.Filter(logging, LogLevel.Trace);
        });
        await world.StopAgentAsync();
        world.Change = settings => receiver.Set(settings, world.Folder);
        await world.RestartAsync();

        string handle = (string)(await world.PostAsync("/v1/check", OutboxWorld.Check(Id, people[0], ",\"watch\":true"))).Body["handle"]!;
        await world.PostAsync("/v1/check", OutboxWorld.Check(Id + "-spare", people[3], ",\"when\":\"spare\""));
        await world.LoseHubAsync();
        await world.PostAsync("/v1/check", OutboxWorld.Check(Id, people[1]));
        world.FindHub();
        await world.WaitForEventsAsync(1);
        string later = (string)(await OutboxWorld.EventsAsync(world.Http))[0]["answer"]!["handle"]!;
        world.Hub.Remove(people[0]);
        await world.Services.GetRequiredService<ExchangeClient>().SyncAsync();
        await world.WaitForEventsAsync(2);
        world.Hub.DropConnections(int.MaxValue);
        await world.PostAsync("/v1/check", OutboxWorld.Check(Id + "-2", people[2]));
        await world.PostAsync("/v1/check", OutboxWorld.Check(Id + "-2", people[1]));
        await world.PostAsync("/v1/watch/remove", $$"""{"id":"{{Id}}-nobody"}""");
        await Waiting.UntilAsync(() => receiver.Attempts >= 1);
        said.Enqueue((await world.GetAsync("/metrics")).Body.GetValue<string>());

        byte[][] secrets = [.. Secrets(world, people), .. Texts(Id), .. Texts(handle), .. Texts(later), .. Texts(Receiver.Secret)];
        string folder = Path.Combine(world.Profile, "agent");
        Assert.True(new FileInfo(Path.Combine(folder, world.Hub.ListName + ".db")).Length > 0 && new FileInfo(Path.Combine(folder, world.Hub.ListName + ".db-wal")).Length > 0);
        Assert.Equal((2, 2, 1), ((int)(await world.GetAsync("/v1/pending")).Body["waiting"]!, (int)(await world.GetAsync("/v1/pending")).Body["stored"]!, Count(world, "watched")));
        Assert.Empty(Found(folder, secrets));
        Assert.Contains(said, static line => line.Contains("was not taken", StringComparison.Ordinal));
        Assert.DoesNotContain(said, line => Holds(Encoding.UTF8.GetBytes(line), secrets));
        // The search finds each one, wherever it stands in a file.
        foreach (byte[] secret in secrets)
        {
            File.WriteAllBytes(Path.Combine(folder, "planted"), [.. RandomNumberGenerator.GetBytes(1000), .. secret, .. RandomNumberGenerator.GetBytes(1000)]);
            Assert.Equal(["planted"], Found(folder, [secret]));
        }
    }

    /// <summary>Values, their last digits, plain hashes and entry keys, as bytes and as texts.</summary>
    private static IEnumerable<byte[]> Secrets(AgentWorld world, Identifier[] people)
    {
        foreach (Identifier person in people)
        {
            byte[] value = Encoding.UTF8.GetBytes(person.RevealValue());
            yield return value;
            yield return value[^8..];
            foreach (byte[] key in (byte[][])[SHA256.HashData(value), SHA256.HashData(person.CanonicalBytes.Span), world.Hub.RevealEntryKey(person)])
            {
                yield return key;
                yield return Encoding.ASCII.GetBytes(Convert.ToHexString(key));
                yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key));
                yield return Encoding.ASCII.GetBytes(Convert.ToBase64String(key).TrimEnd('='));
            }
        }
    }

    private static IEnumerable<byte[]> Texts(string text) => [Encoding.UTF8.GetBytes(text), SHA256.HashData(Encoding.UTF8.GetBytes(text)), Encoding.Unicode.GetBytes(text)];

    private static int Count(AgentWorld world, string table) => world.Services.GetRequiredService<BlacklistExchange.Agent.Storage.AgentDatabase>().Read(connection =>
    {
        using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    });

    private static string[] Found(string folder, byte[][] secrets) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(static path => !path.EndsWith(".lock", StringComparison.Ordinal)).Where(path => Holds(Read(path), secrets)).Select(path => Path.GetRelativePath(folder, path))];

    private static byte[] Read(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using MemoryStream whole = new();
        file.CopyTo(whole);
        return whole.ToArray();
    }

    private static bool Holds(byte[] whole, byte[][] secrets) => Array.Exists(secrets, secret => whole.AsSpan().IndexOf(secret) >= 0);
}
