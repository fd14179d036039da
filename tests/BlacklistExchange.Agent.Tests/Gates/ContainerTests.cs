using System.Text.Json;
using BlacklistExchange.Protocol.Tests.Gates;

namespace BlacklistExchange.Agent.Tests.Gates;

/// <summary>The container file as text: what no container runtime is needed to see. Its first stage is run by tests/publish/run.</summary>
public sealed class ContainerTests
{
    private static readonly string[] Lines = [.. Repository.Read("ops/container/agent.Containerfile").Split('\n').Where(static line => line.Length > 0 && line[0] != '#')];

    [Fact]
    public void Keeps_its_command_lines_startable()
    {
        string[] entry = Words("ENTRYPOINT ");
        Assert.Equal(["/usr/lib/bex-agent/bex-agent", "serve"], entry[..2]);
        Assert.Empty(ServeCommand.Create(TimeProvider.System).Parse([.. entry[2..], "--list", "ipr-beijing", "--on-uncertain", "open"]).Errors);
        Assert.NotEmpty(ServeCommand.Create(TimeProvider.System).Parse([.. entry[2..], "--horse"]).Errors);
        string[] health = Words("HEALTHCHECK ");
        Assert.Equal([entry[0], "health"], health[..2]);
        Assert.Empty(HealthCommand.Create().Parse(health[2..]).Errors);
        Assert.Equal(entry[^1], health[^1]);
    }

    [Fact]
    public void Keeps_its_sources_there_and_let_through()
    {
        string[] let = [.. Repository.Read(".dockerignore").Split('\n').Where(static line => line.StartsWith('!')).Select(static line => line[1..])];
        string[] copied = [.. Lines.Where(static line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal)).SelectMany(static line => line.Split(' ')[1..^1])];
        Assert.All(copied, static path => Assert.True(Path.Exists(Repository.At(path)), path));
        Assert.Equal(copied.Order(StringComparer.Ordinal), let.Where(static path => !path.StartsWith("exchange-server/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Keeps_it_closed_and_its_bases_the_builders_choice()
    {
        Assert.Equal(["ARG sdk", "ARG runtime", "FROM ${sdk} AS build", "FROM ${runtime}"], Lines.Where(static line => line.StartsWith("ARG ", StringComparison.Ordinal) || line.StartsWith("FROM ", StringComparison.Ordinal)));
        Assert.Equal("USER 10001:10001", Assert.Single(Lines, static line => line.StartsWith("USER ", StringComparison.Ordinal)));
        Assert.DoesNotContain(Lines, static line => line.StartsWith("EXPOSE", StringComparison.Ordinal) || line.StartsWith("ADD ", StringComparison.Ordinal));
        string[] sdk = Repository.Read("global.json").Split('"');
        Assert.Contains(sdk[Array.IndexOf(sdk, "version") + 2], Repository.Read("ops/container/agent.Containerfile"), StringComparison.Ordinal);
    }

    /// <summary>The words of an instruction's list.</summary>
    private static string[] Words(string instruction)
    {
        string line = Lines.Single(line => line.StartsWith(instruction, StringComparison.Ordinal));
        return JsonSerializer.Deserialize<string[]>(line[line.IndexOf('[', StringComparison.Ordinal)..])!;
    }
}
