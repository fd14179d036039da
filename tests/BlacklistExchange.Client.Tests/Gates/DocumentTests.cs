using BlacklistExchange.Protocol.Tests.Gates;

namespace BlacklistExchange.Client.Tests.Gates;

/// <summary>What the README tells people to type works: programs compile, commands are those that tests and CI run.</summary>
public sealed class DocumentTests
{
    /// <summary>What runs each command block: a file, and the words by which it does.</summary>
    private static readonly (string FirstLine, string Runner, string Words)[] Commands =
    [
        ("dotnet run --project ops/Demo", "tests/BlacklistExchange.EndToEnd.Tests/Demo/DemoTests.cs", "\"Demo.dll\""),
        ("dotnet test", ".ci/run", "\ndotnet test "),
        ("bex-hub init ", "tests/BlacklistExchange.EndToEnd.Tests/ReadmeTests.cs", "\"## Run a hub\""),
        ("bex profile init ", "tests/BlacklistExchange.EndToEnd.Tests/ReadmeTests.cs", "\"## Run a hub\""),
        ("bex-agent serve ", "tests/BlacklistExchange.EndToEnd.Tests/ReadmeTests.cs", "\"## Run a hub\""),
    ];

    public static TheoryData<string> Documents => [.. Repository.Files.Where(static path => path is "README.md" or "spec/BlacklistExchange.Protocol/README.md" || (path.StartsWith("client-sdk/", StringComparison.Ordinal) && path.EndsWith(".md", StringComparison.Ordinal)))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Keeps_programs_in_documents_compiling(string path)
    {
        string[] faults = [.. Snippet.Of(path).Where(static snippet => snippet.Language == "csharp").SelectMany(static snippet => snippet.Faults())];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Keeps_commands_in_the_readme_to_those_that_are_run()
    {
        string[] blocks = [.. Snippet.Of("README.md").Where(static snippet => snippet.Language == "bash").Select(static snippet => snippet.Text)];
        Assert.Equal(Commands.Length, blocks.Length);
        Assert.All(Commands.Zip(blocks), static pair => Assert.StartsWith(pair.First.FirstLine, pair.Second, StringComparison.Ordinal));
        Assert.All(Commands, static command => Assert.Contains(command.Words, Repository.Read(command.Runner), StringComparison.Ordinal));
    }

    [Fact]
    public void Refuses_a_planted_program()
    {
        Snippet snippet = Assert.Single(Snippet.Of("x.md", "# X\n\n```csharp\nusing BlacklistExchange.Client;\n\nListing listing = ExchangeClient.Guess();\n```\n"));
        string fault = Assert.Single(snippet.Faults());
        Assert.StartsWith("x.md:6 CS0117 ", fault, StringComparison.Ordinal);
    }
}
