using YamlDotNet.Core;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>ops/kubernetes as far as it can be judged without a cluster.</summary>
public sealed class ManifestTests
{
    private static readonly string Whole = string.Join("\n---\n", Manifests.Names.Select(static name => Repository.Read($"ops/kubernetes/{name}")));

    [Fact]
    public void Keeps_manifests_that_agree_with_each_other() => Gate.Holds(ManifestRules.Violations(Manifests.Read()));

    [Fact]
    public void Keeps_manifests_that_agree_with_the_program_and_its_image() => Gate.Holds(DeploymentRules.Violations(Manifests.Read()));

    [Fact]
    public void Reads_every_file_and_every_kind()
    {
        Assert.Equal(Manifests.Names.Order(StringComparer.Ordinal), Repository.Files.Where(static path => path.StartsWith("ops/kubernetes/", StringComparison.Ordinal) && path.EndsWith(".yaml", StringComparison.Ordinal)).Select(Path.GetFileName));
        Manifests all = Manifests.Read();
        Assert.Equal(Whole.Split("\nkind: ").Length - 1, all.All.Count());
        Assert.Equal(["bex-hub/join", "bex-hub/hub", "setup/init"], all.Containers.Select(static one => one.Place));
        Assert.Equal("8443", all.Environment(all.Containers.Single(static one => one.Place == "bex-hub/hub").Container)["BEX_HUB__Member__Port"]);
        Assert.Equal("int", HubWords.Settings["Limits__DrainSeconds"]);
    }

    [Theory]
    [InlineData("replicas: 3", "replicas: 3\n  horses: 3")]
    [InlineData("replicas: 3", "replicas: 3\n  replicas: 4")]
    [InlineData("runAsNonRoot: true", "runAsNonroot: true")]
    [InlineData("replicas: 3", "replicas: three")]
    public void Refuses_a_planted_field(string part, string planted) => Assert.ThrowsAny<YamlException>(() => Manifests.Parse(Planted(part, planted)));

    [Theory]
    [InlineData("name: nothing-else\n  namespace: bex-hub", "name: nothing-else\n  namespace: default", "not bex-hub")]
    [InlineData("  externalTrafficPolicy: Local\n  selector:\n    app.kubernetes.io/name: bex-hub", "  selector:\n    app.kubernetes.io/name: hub", "members selects no pod")]
    [InlineData("serviceName: nodes", "serviceName: members", "not headless")]
    [InlineData("targetPort: member", "targetPort: operator", "'operator'")]
    [InlineData("port: public, path: /readyz", "port: member-port, path: /readyz", "is asked at the port")]
    [InlineData("        - name: node\n          emptyDir:", "        - name: knot\n          emptyDir:", "'knot'")]
    [InlineData("claimName: files", "claimName: fails", "'fails'")]
    [InlineData("accessModes: [ReadWriteMany]", "accessModes: [ReadWriteOnce]", "not for many")]
    [InlineData("defaultMode: 0440", "defaultMode: 0444", "mode 0440")]
    [InlineData("mountPath: /run/bex-hub/kek/kek, subPath: kek, ", "mountPath: /run/bex-hub/kek, ", "by subPath")]
    [InlineData("configMapRef:\n                name: settings", "configMapRef:\n                name: setting", "which is not there")]
    [InlineData("fsGroupChangePolicy: OnRootMismatch", "fsGroupChangePolicy: Always", "is not closed")]
    [InlineData("readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "is not closed")]
    [InlineData("pod-security.kubernetes.io/enforce: restricted", "pod-security.kubernetes.io/enforce: baseline", "not restricted")]
    [InlineData("image: example.invalid/bex-hub@sha256:0", "image: example.invalid/bex-hub@sha256:1", "more than one image")]
    public void Refuses_planted_manifests_that_disagree(string part, string planted, string words) =>
        Assert.Contains(ManifestRules.Violations(Manifests.Parse(Planted(part, planted))), violation => violation.Contains(words, StringComparison.Ordinal));

    [Theory]
    [InlineData("BEX_HUB__Limits__DrainSeconds", "BEX_HUB__Limits__DrainMinutes", "no setting of HubOptions")]
    [InlineData("BEX_HUB__Limits__DrainSeconds: \"20\"", "BEX_HUB__Limits__DrainSeconds: 20s", "is a number")]
    [InlineData("BEX_HUB__Limits__DrainSeconds: \"20\"", "BEX_HUB__Limits__DrainSeconds: \"45\"", "not longer than")]
    [InlineData("--if-missing", "--if-absent", "takes no --if-absent")]
    [InlineData("args: [serve,", "args: [run,", "something else")]
    [InlineData("BEX_HUB__SnapshotFolder: /var/lib/bex-hub/files", "BEX_HUB__SnapshotFolder: /var/lib/bex-hub/snapshots", "lies on no volume")]
    [InlineData("mountPath: /var/cache/bex-hub", "mountPath: /var/cache/bex", "/var/cache/bex-hub lies on no volume")]
    [InlineData("mountPath: /var/lib/bex-hub/node", "mountPath: /srv/node", "is not where")]
    [InlineData("runAsUser: 10001", "runAsUser: 10002", "does not say 'USER 10002:10001'")]
    [InlineData("name: member, containerPort: 8443", "name: member, containerPort: 8440", "not the one of the settings")]
    [InlineData("scheme: HTTPS, port: public, path: /readyz", "scheme: HTTP, port: public, path: /readyz", "not asked for /readyz")]
    public void Refuses_planted_manifests_that_the_program_would_not_run(string part, string planted, string words) =>
        Assert.Contains(DeploymentRules.Violations(Manifests.Parse(Planted(part, planted))), violation => violation.Contains(words, StringComparison.Ordinal));

    /// <summary>The manifests with one fault, at the first place that has the part.</summary>
    private static string Planted(string part, string planted)
    {
        int at = Whole.IndexOf(part, StringComparison.Ordinal);
        Assert.True(at >= 0, part);
        return Whole[..at] + planted + Whole[(at + part.Length)..];
    }
}
