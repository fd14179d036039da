namespace BlacklistExchange.Demo.Stage;

/// <summary>A member with its own keys, certificate, profile and files, at its own command line.</summary>
internal sealed class MemberStage(string folder, string slug)
{
    public const string List = "ipr-beijing";

    public string Slug => slug;

    public string Profile => Path.Combine(folder, "members", slug);

    public string At(string file) => Path.Combine(folder, "members", slug + "-" + file);

    /// <summary>Makes keys, sends the request to the operator, imports what comes back.</summary>
    public async Task EnrolAsync(HubStage hub, string entity, string registryNumber, string role, string sector, string declared, CancellationToken cancellationToken)
    {
        string request = Path.Combine(Profile, "request.pem");
        await Tool.MustAsync("bex", ["profile", "init", slug, "--dir", Profile], [], cancellationToken);
        await hub.VerbAsync(cancellationToken, "entity", "add", slug, "--name", entity, "--registry-number", registryNumber);
        await hub.VerbAsync(cancellationToken, "member", "add", "--csr", request, "--entity", slug, "--role", role, "--sector", sector, "--declared", declared, "--out", At("bundle.json"));
        await Tool.MustAsync("bex", ["profile", "import", At("bundle.json"), "--profile", Profile], [], cancellationToken);
    }

    /// <summary>Runs <c>bex</c> with this member's profile.</summary>
    public Task<ToolRun> BexAsync(IReadOnlyList<string> arguments, int[] alsoFine, CancellationToken cancellationToken) =>
        Tool.MustAsync("bex", [.. arguments, "--profile", Profile], alsoFine, cancellationToken);
}
