using System.Text.Json;
using System.Text.Json.Nodes;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Tests.OpenApi;

/// <summary>spec/openapi.yaml, made of the table of operations, the wire's contracts and the problems that each route's sources can return.</summary>
internal sealed class OpenApiDocument(Func<Operation, IReadOnlyList<ProblemType>> problems)
{
    private readonly Schemas _schemas = new();

    public string Write()
    {
        JsonObject paths = new(Operations.All.GroupBy(static operation => operation.Path).Select(path =>
            KeyValuePair.Create(path.Key, (JsonNode?)new JsonObject(path.Select(operation => KeyValuePair.Create(operation.Method.ToLowerInvariant(), (JsonNode?)Describe(operation)))))));
        JsonObject refusal = Content(Refusal.ContentType, _schemas.OfAnswer(typeof(Problem)), new Refusal(ProblemTypes.NotFound, "There is no list of this name for this member.") { Field = "list" }.ToProblem());
        return "# Made from the code by the tests of the hub (BEX_WRITE_API=1); a test compares it with the running hub.\n" + Yaml.Write(new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = Info(),
            ["servers"] = Servers("The member port: TLS 1.3, HTTP/2, with the member's certificate.", "8443"),
            ["security"] = new JsonArray(new JsonObject { ["memberCertificate"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["memberCertificate"] = new JsonObject { ["type"] = "mutualTLS", ["description"] = "A certificate of this exchange. A connection without an acceptable one is ended inside TLS and sees no HTTP status." },
                },
                ["responses"] = new JsonObject { ["Refusal"] = new JsonObject { ["description"] = "The request was refused; problems.md.", ["content"] = refusal } },
                ["schemas"] = _schemas.ToJson(),
            },
        });
    }

    private static JsonObject Info() => new()
    {
        ["title"] = "Blacklist Exchange hub",
        ["version"] = "1",
        ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
        ["description"] = """
            What a member sends to a hub and gets back. protocol.md says what the bytes mean and is normative; problems.md lists every refusal.

            - Bodies are application/json in UTF-8. Bytes are base64url without padding (RFC 4648 section 5), times Unix seconds, identifier kinds their names of identifiers.md.
            - The hub refuses unknown, duplicate and missing fields of a request. A client ignores fields of an answer that it does not know. Optional fields are left out, never null.
            - A refusal is application/problem+json; decide by its type. Each operation lists the types that it can return.
            - No identifier, and nothing that one can be guessed from without the hub, is ever sent.
            """,
    };

    private static JsonArray Servers(string text, string port) => [new JsonObject
    {
        ["url"] = "https://{host}:{port}",
        ["description"] = text,
        ["variables"] = new JsonObject { ["host"] = new JsonObject { ["default"] = "localhost" }, ["port"] = new JsonObject { ["default"] = port } },
    }];

    private JsonObject Describe(Operation operation)
    {
        JsonObject described = new() { ["operationId"] = operation.Id, ["summary"] = operation.Summary, ["description"] = operation.Text };
        if (operation.Port == HubPort.Public)
        {
            described["servers"] = Servers("The public port: TLS, no certificate.", "8445");
            described["security"] = new JsonArray();
        }
        if (Parameters(operation) is { Count: > 0 } parameters)
        {
            described["parameters"] = parameters;
        }
        if (operation.Request is { } request)
        {
            described["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("application/json", _schemas.OfRequest(request), operation.RequestExample) };
        }
        described["responses"] = Responses(operation);
        return described;
    }

    private static JsonArray Parameters(Operation operation)
    {
        JsonArray parameters = [];
        if (operation.PathValue is { } value)
        {
            parameters.Add(new JsonObject { ["name"] = value.Name, ["in"] = "path", ["required"] = true, ["description"] = value.Text, ["schema"] = value.Schema.DeepClone() });
        }
        foreach ((string name, string text) in operation.Headers)
        {
            parameters.Add(new JsonObject { ["name"] = name, ["in"] = "header", ["required"] = false, ["description"] = text, ["schema"] = new JsonObject { ["type"] = "string" } });
        }
        return parameters;
    }

    private JsonObject Responses(Operation operation)
    {
        JsonObject responses = [];
        foreach (Answer answer in operation.Answers)
        {
            JsonObject response = new() { ["description"] = answer.Text };
            if (answer.ContentType is { } type)
            {
                JsonObject schema = answer.Body is { } body ? _schemas.OfAnswer(body) : type == "application/octet-stream" ? [] : new JsonObject { ["type"] = "string" };
                response["content"] = Content(type, schema, answer.Body is null ? null : operation.AnswerExample);
            }
            responses[$"{answer.Status}"] = response;
        }
        foreach (IGrouping<int, ProblemType> status in problems(operation).GroupBy(static problem => problem.Status))
        {
            responses[$"{status.Key}"] = new JsonObject
            {
                ["$ref"] = "#/components/responses/Refusal",
                ["description"] = string.Join('\n', status.Select(static problem => $"- `{problem.Name}`: {problem.Title}")),
            };
        }
        return responses;
    }

    private static JsonObject Content(string type, JsonObject schema, object? example)
    {
        JsonObject content = new() { ["schema"] = schema };
        if (example is not null)
        {
            content["example"] = JsonSerializer.SerializeToNode(example, WireJson.Default.GetTypeInfo(example.GetType())!);
        }
        return new JsonObject { [type] = content };
    }
}
