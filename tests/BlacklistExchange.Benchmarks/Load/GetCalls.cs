using System.Text.Json;

namespace BlacklistExchange.Benchmarks.Load;

/// <summary>One route, read again and again.</summary>
internal sealed class GetCalls(string route) : ICalls
{
    public HttpRequestMessage Next() => new(HttpMethod.Get, route);

    public void Verify(byte[] answer)
    {
        using JsonDocument document = JsonDocument.Parse(answer);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new NotMeasuredException($"GET {route} did not answer with an object.");
        }
    }
}
