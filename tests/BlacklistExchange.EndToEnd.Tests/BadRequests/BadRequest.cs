using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace BlacklistExchange.EndToEnd.Tests.BadRequests;

/// <summary>One request that a hub must refuse, and how.</summary>
/// <param name="Name">Route and cause; no two alike.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Type">Name of the problem.</param>
/// <param name="MakeAsync">Prepares the hub where the cause needs it, and makes the request.</param>
internal sealed record BadRequest(string Name, int Status, string Type, Func<BadWorld, Task<Shot>> MakeAsync)
{
    public string? Field { get; init; }

    public int? Group { get; init; }

    public int? Index { get; init; }

    public string? Counter { get; init; }
}

/// <summary>A request and the client that sends it.</summary>
internal sealed record Shot(HttpClient Client, HttpRequestMessage Request)
{
    public static Shot Post(HttpClient client, string path, string body) => Post(client, path, Encoding.UTF8.GetBytes(body));

    public static Shot Post(HttpClient client, string path, byte[] body, string? contentType = "application/json")
    {
        Shot shot = Of(client, HttpMethod.Post, path);
        shot.Request.Content = new ByteArrayContent(body);
        if (contentType is not null)
        {
            Assert.True(shot.Request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType));
        }
        return shot;
    }

    public static Shot Of(HttpClient client, HttpMethod method, string path)
    {
        Uri address = new(client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        return new Shot(client, new HttpRequestMessage(method, address) { Version = client.DefaultRequestVersion, VersionPolicy = HttpVersionPolicy.RequestVersionExact });
    }

    /// <summary>A body whose length is not announced.</summary>
    public static Shot Streamed(HttpClient client, string path, byte[] body)
    {
        Shot shot = Of(client, HttpMethod.Post, path);
        shot.Request.Content = new Unannounced(body);
        shot.Request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return shot;
    }

    private sealed class Unannounced(byte[] body) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(body).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
