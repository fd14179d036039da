using System.CommandLine;
using BlacklistExchange.Server.Epochs;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub epoch status</c></summary>
internal static class ShowEpochStatusCommand
{
    public static Command Create()
    {
        Command command = new("status", "Shows how much of each entity's reports has been carried into the next epoch.");
        command.SetOperatorAction(static async (call, cancellationToken) =>
        {
            EpochStatusResponse status = await call.Client.GetAsync("epochs/status", EpochsJson.Default.EpochStatusResponse, cancellationToken);
            call.Print(status, EpochsJson.Default.EpochStatusResponse, new TextTable("List", ">From", ">To", "Entity", ">Standing", ">Renewed", ">Share").Rows(status.Entities, static line =>
                [line.List, line.FromEpoch, line.ToEpoch, line.Entity, line.Standing, line.Renewed, line.Share.ToString("P0")]).ToString());
        });
        return command;
    }
}
