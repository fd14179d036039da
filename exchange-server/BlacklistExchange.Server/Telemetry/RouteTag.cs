using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Http.Features;

namespace BlacklistExchange.Server.Telemetry;

/// <summary>
/// Says which route and which slice answered, when the request is over: the route on the server span, of which <see cref="SpanRedaction"/> makes its name,
/// the slice on <c>http.server.request.duration</c>. A slice is the folder that the route's handler stands in; a request that met no route has none.
/// </summary>
internal sealed class RouteTag(RequestDelegate next)
{
    private const string None = "none";
    private readonly ConcurrentDictionary<Endpoint, string> _slices = new();

    public async Task InvokeAsync(HttpContext context)
    {
        Activity? span = Activity.Current;
        try
        {
            await next(context);
        }
        finally
        {
            RouteEndpoint? route = context.GetEndpoint() as RouteEndpoint;
            context.Features.Get<IHttpMetricsTagsFeature>()?.Tags.Add(new KeyValuePair<string, object?>("slice", route is null ? None : _slices.GetOrAdd(route, SliceOf)));
            if (span is { IsAllDataRequested: true })
            {
                span.SetTag("http.route", route?.RoutePattern.RawText);
                span.SetTag("http.request.method", context.Request.Method);
            }
        }
    }

    private static string SliceOf(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<MethodInfo>()?.DeclaringType?.Namespace?.Split('.')[^1].ToLowerInvariant() ?? None;
}
