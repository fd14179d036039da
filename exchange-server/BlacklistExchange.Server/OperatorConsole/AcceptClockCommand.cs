using System.CommandLine;
using BlacklistExchange.Server.Clock;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub clock accept --reason …</c></summary>
internal static class AcceptClockCommand
{
    public static Command Create()
    {
        Option<string> reason = new("--reason") { Required = true, Description = "Why the present time is right; kept in the audit log." };
        Command command = new("accept", "Takes the hub's present time as right, so that charging goes on after the clock has jumped.") { reason };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            AcceptClockRequest request = new(call.Parse.GetRequiredValue(reason));
            ClockResponse clock = await call.Client.PostAsync("clock/accept", request, ClockJson.Default.AcceptClockRequest, ClockJson.Default.ClockResponse, cancellationToken);
            call.Print(clock, ClockJson.Default.ClockResponse, ShowClockCommand.Text(clock));
        }, atAnyTime: true);
        return command;
    }
}
