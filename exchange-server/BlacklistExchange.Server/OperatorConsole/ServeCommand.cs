using System.CommandLine;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub serve</c></summary>
internal static class ServeCommand
{
    public static Command Create(TimeProvider time)
    {
        Option<string[]> set = new("--set") { Description = "A setting over hub.json and the environment: --set Member:Port=0 (may be repeated)." };
        Command command = new("serve", "Runs the hub until SIGTERM or Ctrl-C; then it finishes the requests in flight.") { set };
        command.SetAction((parse, cancellationToken) => OperatorActions.RunAsync(parse, async () =>
        {
            HardenProcess.Run();
            DataFolder folder = parse.Folder();
            HubOptions options = HubSettings.Read(folder, parse.GetValue(set) ?? []);
            await using HubHost? host = await StartAsync(folder, options, time, cancellationToken);
            if (host is null)
            {
                return;
            }
            TextWriter output = parse.InvocationConfiguration.Output;
            output.WriteLine($"member port    {host.Address(HubPort.Member)}");
            output.WriteLine($"operator port  {host.Address(HubPort.Operator)}");
            output.WriteLine($"public port    {host.Address(HubPort.Public)}");
            output.Flush();
            await host.WaitAsync(cancellationToken);
        }));
        return command;
    }

    /// <summary>Null when the hub was told to stop before it served, as while it is sealed: nothing is open and nothing is lost.</summary>
    private static async Task<HubHost?> StartAsync(DataFolder folder, HubOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await HubHost.StartAsync(folder, options, new HubSurroundings(time, Fatal, logging => HubLogging.Configure(logging, options.Telemetry)), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static void Fatal(string cause)
    {
        try
        {
            HubLogging.WriteFatal(HubEvents.StoreFatal, cause);
        }
        finally
        {
            // The log may lie on the disk that failed.
            Posix.ExitNow(ExitCodes.StoreOutcomeUnknown);
        }
    }
}
