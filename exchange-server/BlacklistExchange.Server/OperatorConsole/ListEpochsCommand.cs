using System.CommandLine;
using BlacklistExchange.Server.Epochs;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub epoch list</c></summary>
internal static class ListEpochsCommand
{
    public static Command Create()
    {
        Command command = new("list", "Shows all epochs of all lists.");
        command.SetOperatorAction(static async (call, cancellationToken) =>
        {
            AllEpochsResponse all = await call.Client.GetAsync("epochs", EpochsJson.Default.AllEpochsResponse, cancellationToken);
            call.Print(all, EpochsJson.Default.AllEpochsResponse, new TextTable("List", ">Epoch", "State", "From", "To", "Open next by", ">Evaluated").Rows(all.Epochs, static epoch =>
                [epoch.List, epoch.Epoch, epoch.State, TextTable.Day(epoch.NotBefore), TextTable.Day(epoch.NotAfter), TextTable.Day(epoch.OpenNextBy), epoch.Kinds.Sum(static kind => kind.Evaluated)]).ToString());
        });
        return command;
    }
}
