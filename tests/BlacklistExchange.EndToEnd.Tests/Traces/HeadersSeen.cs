using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace BlacklistExchange.EndToEnd.Tests.Traces;

/// <summary>Writes down the headers of every request as hubs of this process receive them, by the port they came in at.</summary>
internal sealed class HeadersSeen : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private readonly ConcurrentQueue<(int Port, string Headers)> _seen = new();

    public IEnumerable<string> Requests => _seen.Select(static one => one.Headers);

    public IReadOnlyList<string> Of(Uri address) => [.. _seen.Where(one => one.Port == address.Port).Select(static one => one.Headers)];

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.AspNetCore")
        {
            value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: "Microsoft.AspNetCore.Hosting.HttpRequestIn.Start", Value: HttpContext context })
        {
            _seen.Enqueue((context.Connection.LocalPort, string.Join('\n', context.Request.Headers.Select(static header => $"{header.Key}: {header.Value}"))));
        }
    }

    public void OnError(Exception error)
    {
    }

    public void OnCompleted()
    {
    }
}
