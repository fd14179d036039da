using k8s;
using k8s.Models;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>What ops/kubernetes says, read by the types of Kubernetes: a field that they do not know, or one said twice, throws.</summary>
internal sealed class Manifests
{
    public static readonly string[] Names = ["namespace.yaml", "setup.yaml", "hub.yaml"];
    private readonly List<object> _objects;

    private Manifests(List<object> objects) => _objects = objects;

    /// <summary>Every pod that is described, by the name of what makes it.</summary>
    public IEnumerable<(string Owner, V1PodTemplateSpec Pod)> Pods =>
        Of<V1StatefulSet>().Select(static set => (set.Metadata.Name, set.Spec.Template)).Concat(Of<V1Job>().Select(static job => (job.Metadata.Name, job.Spec.Template)));

    public IEnumerable<(string Place, V1Container Container, V1PodSpec Pod)> Containers =>
        from pod in Pods
        from container in (pod.Pod.Spec.InitContainers ?? []).Concat(pod.Pod.Spec.Containers)
        select ($"{pod.Owner}/{container.Name}", container, pod.Pod.Spec);

    public IEnumerable<IMetadata<V1ObjectMeta>> All => _objects.Cast<IMetadata<V1ObjectMeta>>();

    public static Manifests Read() => Parse(string.Join("\n---\n", Names.Select(static name => Repository.Read($"ops/kubernetes/{name}"))));

    public static Manifests Parse(string text) => new(KubernetesYaml.LoadAllFromString(text, typeMap: null, strict: true));

    public IEnumerable<T> Of<T>() => _objects.OfType<T>();

    /// <summary>The environment of a container; what the cluster fills in has an empty value.</summary>
    public Dictionary<string, string> Environment(V1Container container)
    {
        IEnumerable<KeyValuePair<string, string>> maps = (container.EnvFrom ?? []).SelectMany(from => Of<V1ConfigMap>().Where(map => map.Metadata.Name == from.ConfigMapRef?.Name).SelectMany(static map => map.Data));
        return maps.Concat((container.Env ?? []).Select(static one => KeyValuePair.Create(one.Name, one.Value ?? ""))).DistinctBy(static one => one.Key).ToDictionary(StringComparer.Ordinal);
    }
}
