using System.Net.Http.Headers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.EndToEnd.Tests.BadRequests;

/// <summary>Paths, methods and names that lead nowhere.</summary>
internal static class RouteFaults
{
    private static readonly string Digest = new('a', 64);

    public static IEnumerable<BadRequest> All() => [.. Methods(), .. Paths(), .. Lists(), .. Files(), .. OtherPorts()];

    private static BadRequest Get(string cause, string path, int status, string type, string? field = null) =>
        new($"GET {cause}", status, type, world => Task.FromResult(Shot.Of(world.Alpha.Http, HttpMethod.Get, path))) { Field = field };

    private static IEnumerable<BadRequest> Methods()
    {
        string[] gets = [Routes.Lists, Routes.Budget, "/v1/lists/goods/epochs", "/v1/lists/goods/manifest", $"/v1/files/{Digest}"];
        foreach (string path in gets)
        {
            foreach (string method in (string[])["POST", "PUT", "DELETE"])
            {
                yield return new($"{method} {path}", 405, "method-not-allowed", world => Task.FromResult(Shot.Of(world.Alpha.Http, new HttpMethod(method), path)));
            }
        }
        foreach (string method in (string[])["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
        {
            yield return new($"{method} {Routes.Evaluate}", 405, "method-not-allowed", world => Task.FromResult(Shot.Of(world.Alpha.Http, new HttpMethod(method), Routes.Evaluate)));
        }
    }

    private static IEnumerable<BadRequest> Paths() =>
    [
        Get("the root", "/", 404, "unknown-route"),
        Get("another version", "/v2/lists", 404, "unknown-route"),
        Get("capitals with another word", "/V1/LISTE", 404, "unknown-route"),
        Get("a doubled slash", "/v1//lists", 404, "unknown-route"),
        Get("an escaped slash", "/v1%2Flists", 404, "unknown-route"),
        Get("a deeper path", "/v1/lists/goods/epochs/1", 404, "unknown-route"),
        Get("the public port's readiness", "/readyz", 404, "unknown-route"),
        Get("the operator's lists", "/v1/operator/lists", 404, "unknown-route"),
        Get("the operator's metrics", "/metrics", 404, "unknown-route"),
        Get("a debugger's path", "/debug/pprof", 404, "unknown-route"),
        Get("a path of 3,000 characters", "/" + new string('x', 3000), 404, "unknown-route"),
    ];

    private static IEnumerable<BadRequest> Lists() =>
    [
        Get("epochs of an unknown list", "/v1/lists/nowhere/epochs", 404, "not-found", "list"),
        Get("epochs of another sector's list", "/v1/lists/shoes/epochs", 404, "not-found", "list"),
        Get("epochs of a name in capitals", "/v1/lists/GOODS/epochs", 404, "not-found", "list"),
        Get("epochs of a name in another script", "/v1/lists/%E5%90%8D/epochs", 404, "not-found", "list"),
        Get("epochs of a name with an escaped slash", "/v1/lists/goods%2F..%2Fshoes/epochs", 404, "not-found", "list"),
        Get("the manifest of an unknown list", "/v1/lists/nowhere/manifest", 404, "not-found", "list"),
        Get("the manifest of another sector's list", "/v1/lists/shoes/manifest", 404, "not-found", "list"),
        Get("the manifest of a quoted name", "/v1/lists/goods'--/manifest", 404, "not-found", "list"),
    ];

    private static IEnumerable<BadRequest> Files() =>
    [
        Get("an unknown file", $"/v1/files/{Digest}", 404, "not-found", "digest"),
        Get("a file of 63 digits", $"/v1/files/{Digest[1..]}", 404, "not-found", "digest"),
        Get("a file of 65 digits", $"/v1/files/{Digest}a", 404, "not-found", "digest"),
        Get("a file in capitals", $"/v1/files/{Digest.ToUpperInvariant()}", 404, "not-found", "digest"),
        Get("a file of other letters", $"/v1/files/{new string('g', 64)}", 404, "not-found", "digest"),
        Get("a file by its extension", $"/v1/files/{Digest}.snap", 404, "not-found", "digest"),
        Get("a file above the folder", "/v1/files/..%2F..%2Fhub.db", 404, "not-found", "digest"),
        Get("a file above the folder, escaped twice", "/v1/files/%252E%252E%252Fhub.db", 404, "not-found", "digest"),
        Get("a file above the folder, as a path", "/v1/files/../../hub.db", 404, "unknown-route"),
        new("GET a range beyond a file", 416, "range-not-satisfiable", static async world =>
        {
            Shot shot = Shot.Of(world.Alpha.Http, HttpMethod.Get, await SnapshotPathAsync(world));
            shot.Request.Headers.Range = new RangeHeaderValue(1_000_000_000, null);
            return shot;
        }),
    ];

    private static IEnumerable<BadRequest> OtherPorts() =>
    [
        new("public port: POST /livez", 405, "method-not-allowed", static world => Task.FromResult(Shot.Post(world.Open, Routes.Live, "{}"))),
        new("public port: DELETE /root.pem", 405, "method-not-allowed", static world => Task.FromResult(Shot.Of(world.Open, HttpMethod.Delete, Routes.Root))),
        new("public port: an unknown path", 404, "unknown-route", static world => Task.FromResult(Shot.Of(world.Open, HttpMethod.Get, "/index.html"))),
        new("public port: a member's route", 404, "unknown-route", static world => Task.FromResult(Shot.Of(world.Open, HttpMethod.Get, Routes.Lists))),
        new("operator port: a member's route", 404, "unknown-route", static world => Task.FromResult(Shot.Of(world.Operator, HttpMethod.Get, Routes.Lists))),
        new("operator port: an unknown path", 404, "unknown-route", static world => Task.FromResult(Shot.Of(world.Operator, HttpMethod.Get, "/v1/operator/nothing"))),
    ];

    /// <summary>The path of a file that the manifest of goods names.</summary>
    private static async Task<string> SnapshotPathAsync(BadWorld world) => Routes.File.Replace("{digest}", await world.SnapshotAsync(), StringComparison.Ordinal);
}
