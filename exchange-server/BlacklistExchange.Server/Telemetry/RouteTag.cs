using System.Diagnostics;

namespace BlacklistExchange.Server.Telemetry;

/// <summary>Puts the matched route on the server span, after routing; <see cref="SpanRedaction"/> makes the name of it.</summary>
internal sealed class RouteTag(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (Activity.Current is { IsAllDataRequested: true } span)
        {
            span.SetTag("http.route", (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
            span.SetTag("http.request.method", context.Request.Method);
        }
        return next(context);
    }
}
