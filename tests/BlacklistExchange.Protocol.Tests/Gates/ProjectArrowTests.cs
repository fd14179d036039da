using System.Xml.Linq;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>Server → Protocol ← Client ← Cli, Agent, samples. Tests, benchmarks and the demo may look at anything.</summary>
public sealed class ProjectArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["BlacklistExchange.Protocol"] = [],
        ["BlacklistExchange.Client"] = ["BlacklistExchange.Protocol"],
        ["BlacklistExchange.Cli"] = ["BlacklistExchange.Client"],
        ["BlacklistExchange.Agent"] = ["BlacklistExchange.Client"],
        ["SignUp"] = ["BlacklistExchange.Client"],
        ["BlacklistExchange.Server"] = ["BlacklistExchange.Protocol"],
    };

    [Fact]
    public void Keeps_projects_to_their_arrows() => Gate.Holds(Repository.Files
        .Where(static path => path.EndsWith(".csproj", StringComparison.Ordinal) && !path.StartsWith("tests/", StringComparison.Ordinal) && !path.StartsWith("ops/", StringComparison.Ordinal))
        .SelectMany(static path => Violations(path, XDocument.Parse(Repository.Read(path)))));

    [Fact]
    public void Keeps_the_protocol_assembly_to_the_framework() => Gate.Holds(typeof(Routes).Assembly.GetReferencedAssemblies()
        .Where(static reference => !reference.Name!.StartsWith("System.", StringComparison.Ordinal)).Select(static reference => $"The protocol library references {reference.Name}."));

    [Theory]
    [InlineData("spec/BlacklistExchange.Protocol/BlacklistExchange.Protocol.csproj", "<PackageReference Include='Dapper' />")]
    [InlineData("exchange-server/BlacklistExchange.Server/BlacklistExchange.Server.csproj", "<ProjectReference Include='../../client-sdk/BlacklistExchange.Client/BlacklistExchange.Client.csproj' />")]
    [InlineData("client-sdk/BlacklistExchange.Agent/BlacklistExchange.Agent.csproj", "<ProjectReference Include='../../exchange-server/BlacklistExchange.Server/BlacklistExchange.Server.csproj' />")]
    [InlineData("exchange-server/BlacklistExchange.Other/BlacklistExchange.Other.csproj", "<None />")]
    public void Refuses_a_planted_reference(string path, string item) =>
        Assert.Single(Violations(path, XDocument.Parse($"<Project><ItemGroup>{item}</ItemGroup></Project>")));

    private static IEnumerable<string> Violations(string path, XDocument project)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        if (!Allowed.TryGetValue(name, out string[]? allowed))
        {
            return [$"{path}: {name} has no line in {nameof(ProjectArrowTests)}; say what it may use."];
        }
        IEnumerable<string> projects = Included(project, "ProjectReference").Select(static include => Path.GetFileNameWithoutExtension(include)).Except(allowed);
        IEnumerable<string> packages = allowed.Length > 0 ? [] : [.. Included(project, "PackageReference"), .. Included(project, "FrameworkReference"), .. Included(project, "Reference")];
        return projects.Concat(packages).Select(reference => $"{path}: {name} may not use {reference}.");
    }

    private static IEnumerable<string> Included(XDocument project, string item) => project.Descendants(item).Select(static reference => reference.Attribute("Include")!.Value);
}
