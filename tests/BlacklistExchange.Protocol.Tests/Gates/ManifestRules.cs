using k8s.Models;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>What manifests owe each other: names that are used exist, and nobody runs with more than he needs.</summary>
internal static class ManifestRules
{
    public static IEnumerable<string> Violations(Manifests manifests) =>
        [.. Places(manifests), .. Selectors(manifests), .. Ports(manifests), .. Volumes(manifests), .. Closed(manifests), .. Images(manifests)];

    private static IEnumerable<string> Places(Manifests manifests)
    {
        string space = manifests.Of<V1Namespace>().Single().Metadata.Name;
        return from one in manifests.All
               where one is not V1Namespace && one.Metadata.NamespaceProperty != space
               select $"{one.Metadata.Name} is in namespace '{one.Metadata.NamespaceProperty}', not {space}.";
    }

    private static IEnumerable<string> Selectors(Manifests manifests)
    {
        IEnumerable<(string Name, IDictionary<string, string>? Labels)> selectors =
        [
            .. manifests.Of<V1Service>().Select(static service => (service.Metadata.Name, service.Spec.Selector)),
            .. manifests.Of<V1PodDisruptionBudget>().Select(static budget => (budget.Metadata.Name, budget.Spec.Selector.MatchLabels)),
            .. manifests.Of<V1NetworkPolicy>().Where(static policy => policy.Spec.PodSelector.MatchLabels is not null).Select(static policy => (policy.Metadata.Name, policy.Spec.PodSelector.MatchLabels)),
            .. manifests.Pods.SelectMany(static pod => (pod.Pod.Spec.TopologySpreadConstraints ?? []).Select(spread => (pod.Owner, spread.LabelSelector.MatchLabels))),
        ];
        IEnumerable<string> lost = from selector in selectors where Selected(manifests, selector.Labels).Length == 0 select $"{selector.Name} selects no pod.";
        IEnumerable<string> own = from set in manifests.Of<V1StatefulSet>()
                                  where !Matches(set.Spec.Selector.MatchLabels, set.Spec.Template)
                                  select $"{set.Metadata.Name} does not select its own pods.";
        IEnumerable<string> headless = from set in manifests.Of<V1StatefulSet>()
                                       where !manifests.Of<V1Service>().Any(service => service.Metadata.Name == set.Spec.ServiceName && service.Spec.ClusterIP == "None")
                                       select $"{set.Metadata.Name} names the service '{set.Spec.ServiceName}', which is not there or not headless.";
        return [.. lost, .. own, .. headless];
    }

    private static IEnumerable<string> Ports(Manifests manifests)
    {
        IEnumerable<(string Place, string Port, V1PodTemplateSpec[] Pods)> used =
        [
            .. manifests.Of<V1Service>().SelectMany(service => service.Spec.Ports.Select(port => (service.Metadata.Name, port.TargetPort.ToString(), Selected(manifests, service.Spec.Selector)))),
            .. manifests.Of<V1NetworkPolicy>().SelectMany(policy => (policy.Spec.Ingress ?? []).SelectMany(static rule => rule.Ports)
                .Select(port => (policy.Metadata.Name, port.Port.ToString(), Selected(manifests, policy.Spec.PodSelector.MatchLabels)))),
        ];
        IEnumerable<string> lost = from one in used where one.Pods.Any(pod => !pod.Spec.Containers.Any(container => Has(container, one.Port))) select $"{one.Place} names the port '{one.Port}', which no container of its pods has.";
        IEnumerable<string> probes = from one in manifests.Containers
                                     from probe in Probes(one.Container)
                                     where !Has(one.Container, probe.HttpGet.Port.ToString())
                                     select $"{one.Place} is asked at the port '{probe.HttpGet.Port}', which it has not.";
        return [.. lost, .. probes];
    }

    private static IEnumerable<string> Volumes(Manifests manifests)
    {
        foreach ((string owner, V1PodTemplateSpec pod) in manifests.Pods)
        {
            string[] there = [.. pod.Spec.Volumes.Select(static volume => volume.Name)];
            string[] mounted = [.. (pod.Spec.InitContainers ?? []).Concat(pod.Spec.Containers).SelectMany(static container => container.VolumeMounts).Select(static mount => mount.Name).Distinct()];
            foreach (string name in mounted.Except(there).Concat(there.Except(mounted)))
            {
                yield return $"{owner}: the volume '{name}' is mounted and not there, or there and not mounted.";
            }
            foreach (string claim in pod.Spec.Volumes.Select(static volume => volume.PersistentVolumeClaim?.ClaimName).OfType<string>())
            {
                if (!manifests.Of<V1PersistentVolumeClaim>().Any(one => one.Metadata.Name == claim && one.Spec.AccessModes.SequenceEqual(["ReadWriteMany"])))
                {
                    yield return $"{owner}: the claim '{claim}' is not there, or not for many.";
                }
            }
            foreach (V1Volume volume in pod.Spec.Volumes.Where(static volume => volume.Secret is { DefaultMode: not 288 }))
            {
                yield return $"{owner}: the secret {volume.Name} has not the mode 0440, without which it is not lent to the hub.";
            }
        }
        foreach ((string place, V1Container container, V1PodSpec pod) in manifests.Containers)
        {
            IEnumerable<string> secrets = pod.Volumes.Where(static volume => volume.Secret is not null).Select(static volume => volume.Name);
            foreach (V1VolumeMount mount in container.VolumeMounts.Where(mount => secrets.Contains(mount.Name) && (mount.SubPath is null || mount.ReadOnlyProperty != true)))
            {
                yield return $"{place}: the secret {mount.Name} is not mounted by subPath and read-only; without it, it is a link, which the hub refuses.";
            }
            foreach (V1EnvFromSource from in (container.EnvFrom ?? []).Where(from => !manifests.Of<V1ConfigMap>().Any(map => map.Metadata.Name == from.ConfigMapRef?.Name)))
            {
                yield return $"{place} takes its environment from '{from.ConfigMapRef?.Name}', which is not there.";
            }
        }
    }

    private static IEnumerable<string> Closed(Manifests manifests)
    {
        IEnumerable<string> pods = from pod in manifests.Pods
                                   let security = pod.Pod.Spec.SecurityContext
                                   where security is not { RunAsNonRoot: true, SeccompProfile.Type: "RuntimeDefault", FsGroupChangePolicy: "OnRootMismatch" } || security.FsGroup != security.RunAsGroup
                                       || pod.Pod.Spec.AutomountServiceAccountToken != false || pod.Pod.Spec.EnableServiceLinks != false
                                   select $"{pod.Owner} is not closed: user, seccomp, fsGroup, token or service links.";
        IEnumerable<string> containers = from one in manifests.Containers
                                         where one.Container.SecurityContext is not { AllowPrivilegeEscalation: false, ReadOnlyRootFilesystem: true } security || !security.Capabilities.Drop.SequenceEqual(["ALL"]) || one.Container.Resources?.Limits is null
                                         select $"{one.Place} is not closed: privileges, root file system, capabilities or memory.";
        V1Namespace space = manifests.Of<V1Namespace>().Single();
        bool denies = manifests.Of<V1NetworkPolicy>().Any(static policy => policy.Spec is { PodSelector: { MatchLabels: null, MatchExpressions: null }, Ingress: null, Egress: null, PolicyTypes.Count: 2 });
        string[] all = space.Metadata.Labels.TryGetValue("pod-security.kubernetes.io/enforce", out string? level) && level == "restricted" && denies ? [] : ["The namespace is not restricted, or lets through what no policy names."];
        return [.. pods, .. containers, .. all];
    }

    private static IEnumerable<string> Images(Manifests manifests) =>
        manifests.Containers.Select(static one => one.Container.Image).Distinct().Skip(1).Select(static image => $"There is more than one image: {image}.");

    public static IEnumerable<V1Probe> Probes(V1Container container) => new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe }.OfType<V1Probe>();

    private static bool Has(V1Container container, string port) => (container.Ports ?? []).Any(one => one.Name == port);

    private static V1PodTemplateSpec[] Selected(Manifests manifests, IDictionary<string, string>? labels) => [.. manifests.Pods.Select(static pod => pod.Pod).Where(pod => Matches(labels, pod))];

    private static bool Matches(IDictionary<string, string>? labels, V1PodTemplateSpec pod) =>
        labels is { Count: > 0 } && labels.All(label => pod.Metadata.Labels.TryGetValue(label.Key, out string? value) && value == label.Value);
}
