using System.CommandLine;
using System.Text.Json;
using BlacklistExchange.Server.Officers;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub officer status</c></summary>
internal static class ShowOfficersCommand
{
    public static Command Create()
    {
        Command command = new("status", "How this hub comes by its KEK, who holds shares, and whether it waits for them now.");
        command.SetAction(static (parse, _) => OperatorActions.RunAsync(parse, () =>
        {
            OfficersStatus status = Of(parse.Folder());
            parse.InvocationConfiguration.Output.WriteLine(parse.GetValue(ConsoleOptions.Json) ? JsonSerializer.Serialize(status, OfficersJson.Default.OfficersStatus) : OfficersText.Status(status));
            return Task.CompletedTask;
        }));
        return command;
    }

    public static OfficersStatus Of(DataFolder folder)
    {
        HubOptions options = HubSettings.Read(folder, []);
        OfficersRecord? record = OfficersRecord.Read(folder.At(options.KeyFolder));
        return new OfficersStatus(options.Kek.Officers ? OfficersStatus.AttendedMode : OfficersStatus.UnattendedMode, OpenKek.SourceOf(options.Kek), IsWaiting(folder),
            record?.Generation, record is null ? null : Convert.ToHexStringLower(record.Set), record?.Officers, record?.Since);
    }

    /// <summary>A socket that a killed hub left behind waits for nobody.</summary>
    private static bool IsWaiting(DataFolder folder)
    {
        if (!File.Exists(folder.OfficersSocket))
        {
            return false;
        }
        using DataFolderLock? free = DataFolderLock.TryTake(folder);
        return free is null;
    }
}
