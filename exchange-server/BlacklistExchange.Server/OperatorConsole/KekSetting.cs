using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>Where hub.json says that the KEK comes from.</summary>
internal static class KekSetting
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Replaces the section. Throws <see cref="SetupException"/>, with the old text in place, when the settings as a whole then contradict themselves, as an environment variable can make them.</summary>
    public static void Write(DataFolder folder, JsonObject kek)
    {
        byte[] before = File.ReadAllBytes(folder.Settings);
        JsonObject settings = JsonNode.Parse(before, documentOptions: Lenient)!.AsObject();
        foreach (string name in settings.Select(static one => one.Key).Where(IsOfKek).ToArray())
        {
            settings.Remove(name);
        }
        settings["Kek"] = kek.DeepClone();
        DurableFile.Write(folder.Settings, Encoding.UTF8.GetBytes(settings.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n"));
        try
        {
            HubSettings.Read(folder, []);
        }
        catch (SetupException exception)
        {
            DurableFile.Write(folder.Settings, before);
            throw new SetupException($"{folder.Settings} cannot be set to \"Kek\": {kek.ToJsonString()}, since another setting speaks against it; write it there by hand once that is gone. {exception.Message}", exception);
        }
    }

    private static bool IsOfKek(string name) => name.Equals("Kek", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Kek:", StringComparison.OrdinalIgnoreCase);
}
