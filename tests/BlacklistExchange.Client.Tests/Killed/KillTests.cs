using System.Diagnostics;
using System.Security.Cryptography;
using BlacklistExchange.Client.Testing;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Tests.Killed;

/// <summary>Kills a real process at random moments and looks at what it left.</summary>
public sealed class KillTests
{
    private const int Kills = 3;

    [Fact]
    public async Task Keeps_a_whole_list_however_a_synchronisation_is_killed()
    {
        await using TestWorld world = await TestWorld.StartAsync(new FakeHubOptions { Kinds = [IdentifierKind.Phone] });
        world.Hub.List([.. Enumerable.Range(0, 200).Select(TestIds.Phone)]);
        await world.Client().SyncAsync();
        for (int kill = 0; kill < Kills; kill++)
        {
            int next = 1000 + kill * 100;
            using Process process = Start(world, "sync", 0);
            await LineAsync(process, "started");
            int rounds = RandomNumberGenerator.GetInt32(1, 12);
            for (int round = 0; round < rounds; round++)
            {
                world.Hub.List(TestIds.Phone(next + round));
                await LineAsync(process, round % 2 == 0 ? "Updated" : "");
            }
            await KillAsync(process);

            await using ExchangeClient after = world.Client(configure: static options => options.SyncWhenNeeded = false);
            Assert.Equal(Verdict.Listed, (await after.QueryAsync(TestIds.Phone(5), Purposes.ReCheck)).Verdict);
            Assert.NotEqual(SyncOutcome.Failed, (await after.SyncAsync()).Outcome);
            Assert.Equal(Verdict.Listed, (await after.QueryAsync(TestIds.Phone(next), Purposes.ReCheck)).Verdict);
        }
    }

    [Fact]
    public async Task Loses_no_acknowledged_report_and_files_none_twice()
    {
        await using TestWorld world = await TestWorld.StartAsync(new FakeHubOptions { Kinds = [IdentifierKind.Phone] });
        world.Hub.CreateProfile(world.PathOf("member-a"), "member-a");
        List<Guid> acknowledged = [];
        for (int kill = 0; kill < Kills; kill++)
        {
            using Process process = Start(world, "report", 10_000 * kill);
            await LineAsync(process, "started");
            int wanted = RandomNumberGenerator.GetInt32(1, 6);
            for (int report = 0; report < wanted; report++)
            {
                acknowledged.Add(Guid.Parse((await LineAsync(process, "receipt "))["receipt ".Length..]));
            }
            await Task.Delay(RandomNumberGenerator.GetInt32(0, 60));
            acknowledged.AddRange((await KillAsync(process)).Where(static line => line.StartsWith("receipt ", StringComparison.Ordinal)).Select(static line => Guid.Parse(line["receipt ".Length..])));
        }

        ExchangeClient after = world.Client();
        IReadOnlyList<ResumedReport> resumed = await after.ResumeReportsAsync();

        Assert.All(resumed, static report => Assert.NotNull(report.Receipt));
        Assert.All(acknowledged, id => Assert.NotNull(after.GetReceipt(id)));
        Assert.Empty(acknowledged.Intersect(resumed.Select(static report => report.ReportId)));
        Assert.All(after.GetReportIds(), id => Assert.NotNull(after.GetReceipt(id)));
    }

    private static Process Start(TestWorld world, string work, int seed)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in (string[])["exec", typeof(KilledProcess).Assembly.Location, work, world.PathOf("member-a"), seed.ToString()])
        {
            start.ArgumentList.Add(argument);
        }
        return Process.Start(start)!;
    }

    private static async Task<string> LineAsync(Process process, string beginning)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line;
            }
        }
        throw new InvalidOperationException("The process ended by itself.");
    }

    /// <summary>SIGKILL; returns what it had still said.</summary>
    private static async Task<string[]> KillAsync(Process process)
    {
        process.Kill();
        string rest = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        // The last line may be cut in two.
        return rest.Split('\n')[..^1];
    }
}
