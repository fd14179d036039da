namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>Inside the hub each line of folders uses only the lines below it.</summary>
public sealed class HubArrowTests
{
    [Fact]
    public void Keeps_the_folders_of_the_hub_to_their_arrows() => Gate.Holds(new HubArrows([.. SourceFile.Hub]).Violations());

    [Theory]
    [InlineData("Storage", "Upward", "using BlacklistExchange.Server.Evaluation;")]
    [InlineData("Storage", "Upward", "namespace N; class C { Evaluation.Rules? R; }")]
    [InlineData("Storage", "Upward", "namespace N; class C { int R = BlacklistExchange.Server.Evaluation.Rules.Count; }")]
    [InlineData("Storage", "Upward", "namespace N; class C { int R() => Evaluation.Rules.Count(); }")]
    [InlineData("Reports", "Upward", "using BlacklistExchange.Server.OperatorConsole;")]
    [InlineData("Reports", "Upward", "namespace N; class C { HubHost? R; }")]
    [InlineData("Gossip", "Upward", "using BlacklistExchange.Server.Storage;")]
    [InlineData("Evaluation", "Upward", "using BlacklistExchange.Server.Gossip;")]
    public void Refuses_a_planted_arrow(string folder, string name, string text) => Assert.Single(Violations((folder, name, text)));

    [Theory]
    [InlineData("Evaluation", "Downward", "using BlacklistExchange.Server.Storage; namespace N; class C { HubOptions? O; }")]
    [InlineData("OperatorConsole", "ServeCommand", "namespace N; class C { HubHost? H; }")]
    [InlineData("Reports", "FileReportCommand", "using BlacklistExchange.Server.OperatorConsole;")]
    [InlineData("Storage", "Text", "namespace N; class C { int Evaluation = 3; string S => Evaluation.ToString(); }")]
    public void Returns_nothing_for_an_allowed_arrow(string folder, string name, string text) => Assert.Empty(Violations((folder, name, text)));

    [Fact]
    public void Refuses_a_circle_within_a_line()
    {
        (string, string, string) lists = ("Lists", "A", "using BlacklistExchange.Server.Members;");
        (string, string, string) members = ("Members", "B", "using BlacklistExchange.Server.Epochs;");
        (string, string, string) epochs = ("Epochs", "C", "using BlacklistExchange.Server.Lists;");
        Assert.Empty(Violations(lists, members));
        Assert.Equal(3, Violations(lists, members, epochs).Count());
    }

    private static IEnumerable<string> Violations(params (string Folder, string Name, string Text)[] planted) => new HubArrows(
    [
        SourceFile.Parse("exchange-server/BlacklistExchange.Server/HubOptions.cs", "class HubOptions;"),
        SourceFile.Parse("exchange-server/BlacklistExchange.Server/HubHost.cs", "class HubHost;"),
        .. planted.Select(static file => SourceFile.Parse($"exchange-server/BlacklistExchange.Server/{file.Folder}/{file.Name}.cs", file.Text)),
    ]).Violations();
}
