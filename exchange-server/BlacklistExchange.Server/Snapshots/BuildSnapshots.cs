using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>An operator does not wait for the schedule: builds one list, or all, and signs a new manifest for each. It decides nothing, so it leaves no audit line.</summary>
internal static class BuildSnapshots
{
    public static async Task<IResult> HandleAsync(HttpContext context, Store store, BuildManifest build, ClockGuard clock, HubOptions options)
    {
        Outcome<BuildSnapshotsRequest> body = await RequestBody.ReadAsync(context, SnapshotsJson.Default.BuildSnapshotsRequest, options.Limits.MemberBytes);
        if (!body.TryGet(out BuildSnapshotsRequest? request, out Refusal? refusal))
        {
            return refusal;
        }
        if (clock.Refuse() is { } stepped)
        {
            return stepped;
        }
        IReadOnlyList<string> lists = await store.ReadAsync(PublishedSql.Lists, context.RequestAborted);
        if (request.List is { } name && !lists.Contains(name))
        {
            return new Refusal(ProblemTypes.NotFound, "There is no list of this name.") { Field = "list" };
        }
        List<BuiltListLine> built = [];
        foreach (string list in request.List is null ? lists : [request.List])
        {
            try
            {
                built.Add(Line(await build.RunAsync(list, always: true, context.RequestAborted)));
            }
            catch (NotBuilderException)
            {
                string? node = (await store.ReadAsync(BuilderSql.Find, context.RequestAborted))?.Node;
                return new Refusal(ProblemTypes.Conflict, node is null ? "No node builds yet; try again in a moment." : $"Node '{node}' builds; ask there.");
            }
            catch (SnapshotBuildException exception)
            {
                return new Refusal(ProblemTypes.Conflict, exception.Message);
            }
        }
        return TypedResults.Json(new BuildSnapshotsResponse(built), SnapshotsJson.Default.BuildSnapshotsResponse);
    }

    private static BuiltListLine Line(BuiltManifest built) => new(built.Manifest.List, (long)built.Manifest.Sequence, (long)built.Manifest.IssuedAt,
        [.. built.Manifest.Files.Zip(built.Files, static (named, file) =>
            new BuiltFileLine(named.Epoch, file.Key.KindName, file.Entries, (long)named.Length, Convert.ToHexStringLower(named.Digest), file.Changed, named.Deltas.Count))]);
}
