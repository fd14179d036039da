using System.Diagnostics;
using OpenTelemetry;

namespace BlacklistExchange.Server.Telemetry;

/// <summary>
/// Server spans are named by their route and lose what a route does not show: the path (a file's digest is the permission to fetch it), the query, the
/// caller's address and agent.
/// </summary>
internal sealed class SpanRedaction : BaseProcessor<Activity>
{
    private static readonly string[] Dropped =
        ["url.path", "url.query", "url.full", "http.target", "http.url", "client.address", "client.port", "network.peer.address", "network.peer.port", "user_agent.original"];

    public override void OnEnd(Activity data)
    {
        if (data.Kind != ActivityKind.Server)
        {
            return;
        }
        string route = data.GetTagItem("http.route") as string ?? "(no route)";
        data.DisplayName = $"{data.GetTagItem("http.request.method") as string ?? "HTTP"} {route}";
        foreach (string tag in Dropped)
        {
            data.SetTag(tag, null);
        }
    }
}
