using System.Reflection;
using System.Text.Json;
using BlacklistExchange.Protocol.Tests.Gates;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Problems;
using Microsoft.AspNetCore.Routing;

namespace BlacklistExchange.Server.Tests.OpenApi;

/// <summary>spec/openapi.yaml is what the running hub does.</summary>
public sealed class OpenApiTests : IAsyncLifetime
{
    private HubFixture _hub = null!;

    public async Task InitializeAsync() => _hub = await HubFixture.StartAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public void Keeps_the_text_as_the_hub_is()
    {
        Dictionary<string, MethodInfo> handlers = Handlers();
        CheckedIn.Matches("spec/openapi.yaml", new OpenApiDocument(operation => Problems(operation, handlers[Key(operation)])).Write());
    }

    [Fact]
    public void Keeps_every_route_of_both_ports() =>
        Assert.Equal(Endpoints().Select(static route => route.Key).Order(StringComparer.Ordinal), Operations.All.Select(Key).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Keeps_the_fields_that_the_hub_asks_for()
    {
        EnrolledMember desk = await _hub.EnrolAsync("desk", "regulator");
        using HttpClient open = _hub.Client(certificate: null, HubPort.Public);
        foreach (Operation operation in Operations.All.Where(static operation => operation.Request is not null))
        {
            using HttpResponseMessage answer = await (operation.Port == HubPort.Public ? open : desk.Http).PostAsync(operation.Path, Answers.Json("""{"no_such_field":1}"""));
            Problem problem = await answer.ProblemAsync("unknown-field");
            string fields = string.Join(", ", WireJson.Default.GetTypeInfo(operation.Request!)!.Properties.Select(static property => property.Name));
            Assert.True(problem.Detail!.EndsWith($"Fields: {fields}.", StringComparison.Ordinal), $"{operation.Path}: {problem.Detail}");
        }
    }

    [Fact]
    public async Task Keeps_every_answer_within_what_is_written()
    {
        EnrolledMember member = await _hub.EnrolAsync("alpha");
        using HttpClient open = _hub.Client(certificate: null, HubPort.Public);
        Dictionary<string, MethodInfo> handlers = Handlers();
        foreach (Operation operation in Operations.All)
        {
            string path = operation.Path.Replace("{list}", "nowhere", StringComparison.Ordinal).Replace("{digest}", new string('0', 64), StringComparison.Ordinal);
            using HttpRequestMessage request = new(new HttpMethod(operation.Method), path) { Content = operation.RequestExample is { } example ? Answers.Json(Serialized(example)) : null };
            HttpClient client = operation.Port == HubPort.Public ? open : member.Http;
            request.Version = client.DefaultRequestVersion;
            using HttpResponseMessage answer = await client.SendAsync(request);
            bool isProblem = answer.Content.Headers.ContentType?.MediaType == Refusal.ContentType;
            if (operation.Method == HttpMethod.Head.Method)
            {
                Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
                Assert.True(isProblem && Problems(operation, handlers[Key(operation)]).Any(type => type.Status == (int)answer.StatusCode));
            }
            else if (isProblem)
            {
                Problem problem = (await JsonSerializer.DeserializeAsync(await answer.Content.ReadAsStreamAsync(), WireJson.Strict.Problem))!;
                Assert.Contains(Problems(operation, handlers[Key(operation)]), type => Problem.TypePrefix + type.Name == problem.Type && type.Status == (int)answer.StatusCode);
            }
            else
            {
                Answer written = Assert.Single(operation.Answers, one => one.Status == (int)answer.StatusCode);
                Assert.Equal(written.ContentType, answer.Content.Headers.ContentType?.MediaType);
                Assert.True(written.Body is null || JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(), WireJson.Strict.GetTypeInfo(written.Body)!) is not null);
            }
        }
    }

    [Fact]
    public void Returns_the_problems_of_a_use_case_and_no_others()
    {
        HashSet<string> evaluate = [.. ReachableProblems.From("Evaluate", "HandleAsync").Select(static problem => problem.Name)];
        Assert.Superset(new HashSet<string>(["invalid-element", "budget-exhausted", "clock-stepped", "request-spent", "unknown-field", "purpose-not-allowed", "not-found"]), evaluate);
        Assert.DoesNotContain("signature-invalid", evaluate);
        Assert.Empty(ReachableProblems.From("GetLists", "HandleAsync"));
    }

    private static string Serialized(object message) => JsonSerializer.Serialize(message, WireJson.Default.GetTypeInfo(message.GetType())!);

    private static string Key(Operation operation) => $"{operation.Port} {operation.Method} {operation.Path}";

    /// <summary>What the use case can refuse, and what happens to any request on the member port, and to one with a body on the public port.</summary>
    private static IReadOnlyList<ProblemType> Problems(Operation operation, MethodInfo handler)
    {
        bool isPublic = operation.Port == HubPort.Public;
        ProblemType[] whileRestored = isPublic || operation.Method is "GET" or "HEAD" || operation.Path == Routes.EntryState ? [] : [ProblemTypes.ReadOnly];
        ProblemType[] anyBody = operation.Request is null ? [] : [ProblemTypes.TooSlow];
        return isPublic && operation.Request is null ? [] : [.. ReachableProblems.From(handler.DeclaringType!.Name, handler.Name).Union(isPublic ? [] : ReachableProblems.From(nameof(CallerGate)))
            .Union([ProblemTypes.MalformedRequest, ProblemTypes.StoreUnavailable, ProblemTypes.Internal, .. anyBody, .. whileRestored])
            .OrderBy(static type => type.Status).ThenBy(static type => type.Name, StringComparer.Ordinal)];
    }

    private Dictionary<string, MethodInfo> Handlers() => Endpoints().ToDictionary(static route => route.Key, static route => route.Endpoint.Metadata.GetRequiredMetadata<MethodInfo>());

    private IEnumerable<(string Key, RouteEndpoint Endpoint)> Endpoints() =>
        from endpoint in _hub.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let port = endpoint.Metadata.GetRequiredMetadata<HubPortMetadata>().Port
        where port != HubPort.Operator
        from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
        select ($"{port} {method} {endpoint.RoutePattern.RawText}", endpoint);
}
