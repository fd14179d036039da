using System.Diagnostics;
using BlacklistExchange.Client.Tests;
using BlacklistExchange.Protocol.Tests.Gates;

namespace BlacklistExchange.Agent.Tests.Gates;

/// <summary>What is handed out beside the agent works: the samples against a running one, the unit's command line against its parser.</summary>
public sealed class SamplesTests
{
    [Fact]
    public async Task Returns_the_same_answer_to_every_sample()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        string bearer = world.Folder.Write("bearer", "0123456789abcdef0123456789abcdef\n");
        File.SetUnixFileMode(bearer, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using AgentProcess agent = await AgentProcess.StartAsync(AgentProcess.Serve(world, "--port", "0", "--bearer-file", bearer));

        string text = await RunAsync(TestIds.Phone(1).RevealValue()[3..], world.Socket, agent.Address, bearer);

        Assert.Contains("python: not-listed let pass\npython: again: not-listed\n", text, StringComparison.Ordinal);
        Assert.True(text.Contains("java: not-listed let pass\n", StringComparison.Ordinal) || text.Contains("java: skipped, ", StringComparison.Ordinal), text);
    }

    [Fact]
    public void Keeps_the_unit_startable_and_closed()
    {
        string[] unit = Repository.Read("ops/systemd/bex-agent.service").Split('\n');
        string[] command = unit.Single(static line => line.StartsWith("ExecStart=", StringComparison.Ordinal)).Split(' ');
        Assert.Empty(ServeCommand.Create(TimeProvider.System).Parse(command[1..]).Errors.Select(static error => error.Message));
        Assert.NotEmpty(ServeCommand.Create(TimeProvider.System).Parse([.. command[1..], "--horse"]).Errors);
        foreach (string line in (string[])["DynamicUser=yes", "NoNewPrivileges=yes", "ProtectSystem=strict", "RuntimeDirectory=bex-agent", "CapabilityBoundingSet="])
        {
            Assert.Contains(line, unit);
        }
        Assert.DoesNotContain(unit, static line => line.StartsWith("MemoryDenyWriteExecute", StringComparison.Ordinal));
    }

    private static async Task<string> RunAsync(string input, params string[] arguments)
    {
        ProcessStartInfo start = new(Repository.At("client-sdk/samples/run"), arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output + await error);
        return output;
    }
}
