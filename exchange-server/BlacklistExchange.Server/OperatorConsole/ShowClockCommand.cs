using System.CommandLine;
using BlacklistExchange.Server.Clock;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub clock show</c></summary>
internal static class ShowClockCommand
{
    public static Command Create()
    {
        Command command = new("show", "The hub's time, how far it is off its own count, and whether it charges.");
        command.SetOperatorAction(static async (call, cancellationToken) =>
        {
            ClockResponse clock = await call.Client.GetAsync("clock", ClockJson.Default.ClockResponse, cancellationToken);
            call.Print(clock, ClockJson.Default.ClockResponse, Text(clock));
        }, atAnyTime: true);
        return command;
    }

    public static string Text(ClockResponse clock) =>
        $"{DateTimeOffset.FromUnixTimeSeconds(clock.Time):u}, {clock.DivergenceSeconds:+0.0;-0.0;0.0} s off its own count, {(clock.Charging ? "charging" : "charging stopped")}";
}
