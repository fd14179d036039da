using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server;

/// <summary>Reads and validates the settings of a data folder, or throws <see cref="SetupException"/> with every fault by name.</summary>
internal static class HubSettings
{
    public const string EnvironmentPrefix = "BEX_HUB__";

    public static HubOptions Read(DataFolder folder, IEnumerable<string> overrides)
    {
        if (File.Exists(folder.Unfinished))
        {
            throw new SetupException($"{folder.Path} holds a restore that did not finish ({folder.Unfinished}). Remove the folder and restore again.");
        }
        if (!File.Exists(folder.Settings))
        {
            throw new SetupException($"{folder.Settings} does not exist. Make a hub with: bex-hub init --data {folder.Path} --exchange <name>");
        }
        HubOptions options = new();
        try
        {
            IConfigurationRoot configuration = new ConfigurationBuilder()
                .AddJsonFile(folder.Settings, optional: false, reloadOnChange: false)
                .AddEnvironmentVariables(EnvironmentPrefix)
                .AddInMemoryCollection(overrides.Select(Pair))
                .Build();
            configuration.Bind(options, static binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or InvalidDataException or FormatException)
        {
            throw new SetupException($"The settings ({folder.Settings}, {EnvironmentPrefix}*, --set) cannot be read: {exception.Message} {exception.InnerException?.Message}", exception);
        }
        string[] faults = [.. HubOptionsRules.Faults(options)];
        return faults.Length == 0 ? options : throw new SetupException($"The settings ({folder.Settings}, {EnvironmentPrefix}*, --set) are wrong:\n  {string.Join("\n  ", faults)}");
    }

    /// <summary>Settings that are no data folder's yet, alone: no environment, nothing over them.</summary>
    public static HubOptions Parse(byte[] json, string where)
    {
        HubOptions options = new();
        try
        {
            using MemoryStream stream = new(json);
            new ConfigurationBuilder().AddJsonStream(stream).Build().Bind(options, static binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or InvalidDataException or FormatException)
        {
            throw new SetupException($"{where} cannot be read: {exception.Message} {exception.InnerException?.Message}", exception);
        }
        string[] faults = [.. HubOptionsRules.Faults(options)];
        return faults.Length == 0 ? options : throw new SetupException($"{where} are wrong:\n  {string.Join("\n  ", faults)}");
    }

    private static KeyValuePair<string, string?> Pair(string text)
    {
        int at = text.IndexOf('=');
        return at > 0 ? new(text[..at], text[(at + 1)..]) : throw new SetupException($"--set '{text}' must be Section:Name=value.");
    }
}
