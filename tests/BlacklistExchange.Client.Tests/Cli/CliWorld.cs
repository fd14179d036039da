using System.Text;
using BlacklistExchange.Client.Testing;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Tests.Cli;

/// <summary>A fake hub and one enrolled profile that <c>bex</c> is pointed at.</summary>
internal sealed class CliWorld : IAsyncDisposable
{
    private CliWorld(FakeHub hub) => (Hub, Folder) = (hub, new TemporaryFolder());

    public FakeHub Hub { get; }

    public TemporaryFolder Folder { get; }

    public string Profile => Folder["profile"];

    public static async Task<CliWorld> StartAsync(FakeHubOptions? options = null, string role = "member")
    {
        CliWorld world = new(await FakeHub.StartAsync(options));
        world.Hub.CreateProfile(world.Profile, "weidian", role);
        return world;
    }

    public Task<BexRun> Bex(params string[] arguments) => BexRun.Async([.. arguments, "--profile", Profile]);

    public Task<BexRun> Typing(string line, params string[] arguments) => BexRun.Typing(line, [.. arguments, "--profile", Profile]);

    /// <summary>A CSV of phones: row n is seller n, phone number n.</summary>
    public string PhonesCsv(IEnumerable<int> numbers, string name = "in.csv") =>
        Folder.Write(name, "seller_id,name,phone\n" + string.Concat(numbers.Select(static number => $"s{number},\"店, {number}\",{TestIds.Phone(number).RevealValue()[3..]}\n")));

    public static string Text(Identifier identifier) => identifier.RevealValue();

    public IEnumerable<string> EveryFile() => Directory.EnumerateFiles(Folder.Path, "*", SearchOption.AllDirectories);

    /// <summary>Files of the folder, but the inputs named, that hold a text.</summary>
    public string[] FilesWith(string text, params string[] but) =>
        [.. EveryFile().Where(path => !but.Contains(path) && File.ReadAllBytes(path).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)];

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        Folder.Dispose();
    }
}
