using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using BlacklistExchange.Agent.Checks;
using BlacklistExchange.Agent.Events;
using BlacklistExchange.Agent.Reports;
using BlacklistExchange.Agent.Shadow;
using BlacklistExchange.Agent.Watch;
using BlacklistExchange.Protocol.Tests.Gates;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BlacklistExchange.Agent.Tests.Gates;

/// <summary>spec/agent-openapi.yaml says what the running agent does: paths, methods and the fields of every message.</summary>
public sealed partial class OpenApiTests
{
    private static readonly string[] Lines = Repository.Read("spec/agent-openapi.yaml").Split('\n');

    [Fact]
    public async Task Keeps_paths_and_methods_equal()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        IEnumerable<string> running = world.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(static endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText}"));
        Assert.Equal(running.Order(StringComparer.Ordinal), Written().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Keeps_fields_equal(string schema, string[] fields) => Assert.Equal(fields.Order(StringComparer.Ordinal), Properties(schema).Order(StringComparer.Ordinal));

    public static TheoryData<string, string[]> Messages => new()
    {
        { "CheckRequest", CheckRequest.Fields },
        { "Feedback", GiveFeedback.Fields },
        { "AskedIdentifier", AskedIdentifier.Fields },
        { "MatchRequest", MatchHandle.Fields },
        { "AcknowledgeRequest", AcknowledgeEvents.Fields },
        { "WatchRequest", WatchHandle.Fields },
        { "UnwatchRequest", UnwatchHandle.Fields },
        { "ReportRequest", CaseReading.Fields },
        { "CheckAnswer", Of(CheckJson.Default.CheckAnswer) },
        { "IdentifierAnswer", Of(CheckJson.Default.IdentifierAnswer) },
        { "PendingAnswer", Of(CheckJson.Default.PendingAnswer) },
        { "Event", Of(EventJson.Default.EventMessage) },
        { "AcknowledgeAnswer", Of(EventJson.Default.AcknowledgeAnswer) },
        { "UnwatchAnswer", Of(WatchJson.Default.UnwatchAnswer) },
        { "LineError", Of(CheckJson.Default.LineError) },
        { "ReportAnswer", Of(ReportJson.Default.ReportAnswer) },
        { "ReportedItem", Of(ReportJson.Default.ReportedItem) },
    };

    private static string[] Of(JsonTypeInfo type) => [.. type.Properties.Select(static property => property.Name)];

    private static IEnumerable<string> Written()
    {
        string path = "";
        foreach (string line in Lines.SkipWhile(static line => line != "paths:").TakeWhile(static line => line != "components:"))
        {
            path = PathLine().Match(line) is { Success: true } found ? found.Groups[1].Value : path;
            if (MethodLine().Match(line) is { Success: true } method)
            {
                yield return $"{method.Groups[1].Value.ToUpperInvariant()} {path}";
            }
        }
    }

    private static IEnumerable<string> Properties(string schema) => Lines.SkipWhile(line => line != $"    {schema}:").Skip(1).TakeWhile(static line => !SchemaLine().IsMatch(line))
        .SkipWhile(static line => line != "      properties:").Select(static line => FieldLine().Match(line)).Where(static match => match.Success).Select(static match => match.Groups[1].Value);

    [GeneratedRegex(@"^  (/\S*):$")]
    private static partial Regex PathLine();

    [GeneratedRegex("^    (get|post|put|delete):$")]
    private static partial Regex MethodLine();

    [GeneratedRegex(@"^    \w+:$")]
    private static partial Regex SchemaLine();

    [GeneratedRegex(@"^        (\w+):$")]
    private static partial Regex FieldLine();
}
