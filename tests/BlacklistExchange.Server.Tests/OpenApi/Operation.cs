using System.Text.Json.Nodes;
using BlacklistExchange.Server.Access;

namespace BlacklistExchange.Server.Tests.OpenApi;

/// <summary>What a good request is answered with.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">What it means.</param>
/// <param name="Body">The message, or null for other content.</param>
/// <param name="ContentType">Its media type; null = no body.</param>
internal sealed record Answer(int Status, string Text, Type? Body = null, string? ContentType = "application/json");

/// <summary>A route of the member port or the public port, as spec/openapi.yaml tells it.</summary>
internal sealed record Operation(HubPort Port, string Method, string Path, string Id, string Summary, string Text)
{
    public Type? Request { get; init; }

    public object? RequestExample { get; init; }

    public required IReadOnlyList<Answer> Answers { get; init; }

    public object? AnswerExample { get; init; }

    /// <summary>Values of the path: name, schema and meaning.</summary>
    public (string Name, JsonObject Schema, string Text)? PathValue { get; init; }

    /// <summary>Headers that change the answer.</summary>
    public IReadOnlyList<(string Name, string Text)> Headers { get; init; } = [];
}
