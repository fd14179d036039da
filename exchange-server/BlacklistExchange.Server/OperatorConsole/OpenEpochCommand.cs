using System.CommandLine;
using BlacklistExchange.Server.Epochs;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub epoch open LIST [--not-before +1h|now] [--days 365]</c></summary>
internal static class OpenEpochCommand
{
    public static Command Create()
    {
        Argument<string> list = new("list") { Description = "The list." };
        Option<string?> notBefore = new("--not-before") { Description = "now, +1h, +2d or a time; the first epoch begins at once, a later one in an hour." };
        Option<int?> days = new("--days") { Description = "How long it lives, 90 to 365." };
        Command command = new("open", "Makes fresh keys for the next epoch of a list and signs its descriptor.") { list, notBefore, days };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            OpenEpochRequest request = new(call.Parse.GetValue(notBefore), call.Parse.GetValue(days));
            EpochResponse epoch = await call.Client.PostAsync($"lists/{Uri.EscapeDataString(call.Parse.GetRequiredValue(list))}/epochs", request,
                EpochsJson.Default.OpenEpochRequest, EpochsJson.Default.EpochResponse, cancellationToken);
            call.Print(epoch, EpochsJson.Default.EpochResponse,
                $"Epoch {epoch.Epoch} of '{epoch.List}' lives from {TextTable.Minute(epoch.NotBefore)} to {TextTable.Minute(epoch.NotAfter)}; {epoch.Kinds.Count} keys. Open the next by {TextTable.Day(epoch.OpenNextBy)}.");
        });
        return command;
    }
}
