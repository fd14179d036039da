using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>What hub and SDK measure and log is what spec/telemetry.md says, and the reverse.</summary>
public sealed class TelemetryTests
{
    [Theory]
    [InlineData("BlacklistExchange.Server", "### Of the hub")]
    [InlineData("BlacklistExchange.Client", "### Of the SDK")]
    [InlineData("BlacklistExchange.Agent", "### Of the agent")]
    public void Keeps_instruments_of_code_and_specification_equal(string project, string heading)
    {
        IEnumerable<string> inCode = SourceFile.Shipped.Where(file => file.Project == project).SelectMany(Instruments.Of);
        IEnumerable<string> specified = MarkdownTable.Rows(Repository.Read("spec/telemetry.md"), heading).Select(static row => string.Join(" | ", row));
        Assert.Equal(inCode.Order(StringComparer.Ordinal), specified.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Keeps_log_events_of_code_and_specification_equal() => Assert.Equal(
        Events(SourceFile.Hub.Single(static file => file.Name == "HubEvents")).Order(StringComparer.Ordinal),
        MarkdownTable.Rows(Repository.Read("spec/telemetry.md"), "## Log events of the hub").Select(static row => $"{row[0]} {row[1]}").Order(StringComparer.Ordinal));

    [Fact]
    public void Keeps_every_log_event_in_use()
    {
        HashSet<string> used = [.. SourceFile.Hub.SelectMany(static file => file.Nodes<MemberAccessExpressionSyntax>()).Where(static access => access.Expression.ToString() == "HubEvents").Select(static access => access.Name.ToString())];
        Gate.Holds(SourceFile.Hub.Single(static file => file.Name == "HubEvents").Nodes<VariableDeclaratorSyntax>().Select(static field => field.Identifier.ValueText)
            .Where(name => !used.Contains(name)).Select(static name => $"HubEvents.{name} is never logged."));
    }

    [Fact]
    public void Keeps_event_numbers_distinct() => Assert.Distinct(Events(SourceFile.Hub.Single(static file => file.Name == "HubEvents")).Select(static line => line.Split(' ')[0]));

    [Fact]
    public void Keeps_log_events_numbered() => Gate.Holds(SourceFile.Hub.SelectMany(static file => file.Nodes<InvocationExpressionSyntax>()
        .Where(static call => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "LogTrace" or "LogDebug" or "LogInformation" or "LogWarning" or "LogError" or "LogCritical" })
        .Where(static call => !call.ArgumentList.Arguments[0].ToString().StartsWith("HubEvents.", StringComparison.Ordinal))
        .Select(call => $"{file.At(call)} a log line begins with its event of HubEvents.cs.")));

    [Fact]
    public void Returns_an_instrument_with_its_labels()
    {
        SourceFile file = SourceFile.Parse("exchange-server/P/M.cs", """
            class M
            {
                Counter<long> _a = meter.CreateCounter<long>("bex.a", "{item}", "Items.");
                void Add(string kind) => _a.Add(1, new KeyValuePair<string, object?>("kind", kind));
                void Bare() => hub.Meter.CreateObservableGauge("bex.b", () => Read(), "s", "Age.");
                Measurement<long> Read() => new(1, Tag("list", "x"));
                KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);
            }
            """);
        Assert.Equal(["bex.a | counter | {item} | kind | Items.", "bex.b | gauge | s | list | Age."], Instruments.Of(file));
    }

    private static IEnumerable<string> Events(SourceFile file) => file.Nodes<ImplicitObjectCreationExpressionSyntax>()
        .Select(static made => string.Join(' ', made.ArgumentList.Arguments.Select(static argument => ((LiteralExpressionSyntax)argument.Expression).Token.ValueText)));
}
