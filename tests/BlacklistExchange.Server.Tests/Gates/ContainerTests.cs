using System.CommandLine;
using System.Text.Json;
using BlacklistExchange.Protocol.Tests.Gates;
using BlacklistExchange.Server.OperatorConsole;

namespace BlacklistExchange.Server.Tests.Gates;

/// <summary>The hub's container file as text: what no container runtime is needed to see. Its first stage is run by tests/publish/run.</summary>
public sealed class ContainerTests
{
    private static readonly string[] Lines = [.. Repository.Read("ops/container/hub.Containerfile").Split('\n').Where(static line => line.Length > 0 && line[0] != '#')];

    [Fact]
    public void Keeps_its_command_line_startable()
    {
        Assert.Equal(["/usr/lib/bex-hub/bex-hub"], Words("ENTRYPOINT "));
        Assert.Empty(Verbs().Parse(Words("CMD ")).Errors);
        Assert.NotEmpty(Verbs().Parse([.. Words("CMD "), "--horse"]).Errors);
    }

    [Fact]
    public void Keeps_its_project_there_and_its_sources_let_through()
    {
        string[] let = [.. Repository.Read(".dockerignore").Split('\n').Where(static line => line.StartsWith('!')).Select(static line => line[1..])];
        string[] copied = [.. Lines.Where(static line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal)).SelectMany(static line => line.Split(' ')[1..^1])];
        Assert.All(copied, path => Assert.True(Path.Exists(Repository.At(path)) && let.Contains(path), path));
        string publish = Lines.Single(static line => line.StartsWith("RUN dotnet publish ", StringComparison.Ordinal));
        string project = publish.Split(' ')[3];
        Assert.Contains(project, copied);
        Assert.Contains("<AssemblyName>bex-hub</AssemblyName>", Repository.Read($"{project}/{Path.GetFileName(project)}.csproj"), StringComparison.Ordinal);
        Assert.Contains("-p:PublishProfile=linux-x64 ", publish, StringComparison.Ordinal);
        Assert.Contains("OneFile.props", Repository.Read($"{project}/Properties/PublishProfiles/linux-x64.pubxml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_it_closed_and_its_bases_the_builders_choice()
    {
        Assert.Equal(["ARG sdk", "ARG runtime", "FROM ${sdk} AS build", "FROM ${runtime}"], Lines.Where(static line => line.StartsWith("ARG ", StringComparison.Ordinal) || line.StartsWith("FROM ", StringComparison.Ordinal)));
        Assert.Equal("USER 10001:10001", Assert.Single(Lines, static line => line.StartsWith("USER ", StringComparison.Ordinal)));
        Assert.DoesNotContain(Lines, static line => line.StartsWith("EXPOSE", StringComparison.Ordinal) || line.StartsWith("ADD ", StringComparison.Ordinal));
        string[] writable = [.. Lines.Where(static line => line.StartsWith("COPY --from=build --chown=10001:10001 --chmod=0700 ", StringComparison.Ordinal)).Select(static line => line.Split(' ')[^1])];
        Assert.Equal(writable, Words("VOLUME "));
        Assert.Contains("It has never been run.", Repository.Read("ops/container/hub.Containerfile"), StringComparison.Ordinal);
    }

    /// <summary>The verbs that container and units start.</summary>
    internal static RootCommand Verbs()
    {
        RootCommand root = new("test") { ServeCommand.Create(TimeProvider.System), BackupCommand.Create(TimeProvider.System) };
        root.Options.Add(ConsoleOptions.Data);
        return root;
    }

    /// <summary>The words of an instruction's list.</summary>
    private static string[] Words(string instruction)
    {
        string line = Lines.Single(line => line.StartsWith(instruction, StringComparison.Ordinal));
        return JsonSerializer.Deserialize<string[]>(line[line.IndexOf('[', StringComparison.Ordinal)..])!;
    }
}
