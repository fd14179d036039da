using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Tests;

public sealed class HubSettingsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Returns_the_last_word_of_file_and_command_line()
    {
        HubOptions options = Read("{\"Exchange\":\"beijing\",\"Kek\":{\"File\":\"k\"},\"Member\":{\"Port\":1}}", "Member:Port=2");
        Assert.Equal((2, 8444, 1024), (options.Member.Port, options.Operator.Port, 4 * options.Limits.EvaluateBytes / 1024));
    }

    [Theory]
    [InlineData("Exchange=Bad Name", "Exchange")]
    [InlineData("Kek:Credential=x", "Kek:Credential")]
    [InlineData("Member:Port=70000", "Member:Port")]
    [InlineData("Member:Port=x", "Member:Port")]
    [InlineData("Member:Address=hub.example", "Member:Address")]
    [InlineData("Operator:Address=0.0.0.0", "Operator:Address")]
    [InlineData("Telemetry:Otlp=nowhere", "Telemetry:Otlp")]
    [InlineData("Limits:Connections=0", "Limits:Connections")]
    [InlineData("Policy:EpochDays=10", "Policy:EpochDays")]
    [InlineData("MemberUrl=http://x", "MemberUrl")]
    [InlineData("FilesUrl=http://x", "FilesUrl")]
    [InlineData("FilesUrl=https://x/files", "FilesUrl")]
    [InlineData("FilesUrl=https://me@x", "FilesUrl")]
    [InlineData("Limits:Conections=5", "Conections")]
    [InlineData("Store:Engine=oracle", "Store:Engine")]
    [InlineData("Store:Engine=postgres", "Store:ConnectionFile")]
    [InlineData("Store:ConnectionFile=x", "Store:ConnectionFile")]
    [InlineData("Store:Readers=0", "Store:Readers")]
    [InlineData("Port", "--set")]
    public void Refuses_a_wrong_setting_by_its_name(string set, string named)
    {
        SetupException exception = Assert.Throws<SetupException>(() => Read("{\"Exchange\":\"beijing\",\"Kek\":{\"File\":\"k\"}}", set));
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_how_to_make_a_hub_where_there_is_none() =>
        Assert.Contains("bex-hub init", Assert.Throws<SetupException>(() => HubSettings.Read(new DataFolder(_temp.Path), [])).Message, StringComparison.Ordinal);

    private HubOptions Read(string json, params string[] set)
    {
        File.WriteAllText(_temp.At("hub.json"), json);
        return HubSettings.Read(new DataFolder(_temp.Path), set);
    }
}
