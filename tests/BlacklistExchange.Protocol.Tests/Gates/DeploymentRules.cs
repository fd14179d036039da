using System.Globalization;
using System.Text.RegularExpressions;
using BlacklistExchange.Protocol.Wire;
using k8s.Models;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>What manifests owe the program and its container file: settings and verbs that exist, paths that lie on a volume, one user, enough time to stop.</summary>
internal static partial class DeploymentRules
{
    private const string Prefix = "BEX_HUB__";
    private static readonly string Image = Repository.Read("ops/container/hub.Containerfile");

    public static IEnumerable<string> Violations(Manifests manifests) =>
        [.. manifests.Containers.SelectMany(one => Settings(manifests, one).Concat(Words(one)).Concat(Paths(manifests, one)).Concat(User(one))), .. Serving(manifests)];

    private static IEnumerable<string> Settings(Manifests manifests, (string Place, V1Container Container, V1PodSpec Pod) one)
    {
        foreach ((string name, string value) in manifests.Environment(one.Container).Where(static pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            if (!HubWords.Settings.TryGetValue(name[Prefix.Length..], out string? type))
            {
                yield return $"{one.Place}: {name} is no setting of HubOptions.";
            }
            else if (type == "int" && !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                yield return $"{one.Place}: {name} is a number, not '{value}'.";
            }
        }
    }

    private static IEnumerable<string> Words((string Place, V1Container Container, V1PodSpec Pod) one)
    {
        if (one.Container.Command is not null || HubWords.OptionsOf(one.Container.Args[0]) is not { } options)
        {
            return [$"{one.Place} runs something else than a verb of the image's bex-hub."];
        }
        return one.Container.Args.Where(static word => word.StartsWith("--", StringComparison.Ordinal)).Except(options).Select(word => $"{one.Place}: bex-hub {one.Container.Args[0]} takes no {word}.");
    }

    /// <summary>What is named by a path of ours lies on what is mounted; what is unpacked there is where the image says.</summary>
    private static IEnumerable<string> Paths(Manifests manifests, (string Place, V1Container Container, V1PodSpec Pod) one)
    {
        string cache = Unpacked().Match(Image).Groups["path"].Value;
        string[] mounts = [.. one.Container.VolumeMounts.Select(static mount => mount.MountPath)];
        IEnumerable<string> named = one.Container.Args.Concat(manifests.Environment(one.Container).Values).Where(static text => text.StartsWith('/')).Append(cache);
        IEnumerable<string> lost = from path in named where !mounts.Any(mount => IsBelow(path, mount)) select $"{one.Place}: {path} lies on no volume.";
        string[] homes = [.. Volume().Matches(Image).SelectMany(static match => match.Groups["path"].Captures).Select(static capture => capture.Value), "/run/bex-hub"];
        IEnumerable<string> strange = from mount in mounts where !homes.Any(home => IsBelow(mount, home)) select $"{one.Place}: {mount} is not where the container file says that something may lie.";
        return lost.Concat(strange);
    }

    private static IEnumerable<string> User((string Place, V1Container Container, V1PodSpec Pod) one)
    {
        string user = $"USER {one.Pod.SecurityContext.RunAsUser}:{one.Pod.SecurityContext.RunAsGroup}";
        return Image.Split('\n').Contains(user) ? [] : [$"{one.Place}: the container file does not say '{user}'."];
    }

    private static IEnumerable<string> Serving(Manifests manifests)
    {
        foreach ((string place, V1Container container, V1PodSpec pod) in manifests.Containers.Where(static one => one.Container.Args[0] == "serve"))
        {
            Dictionary<string, string> environment = manifests.Environment(container);
            if (pod.TerminationGracePeriodSeconds <= Number(environment, "Limits__DrainSeconds") + Number(environment, "Limits__ShutdownSeconds"))
            {
                yield return $"{place}: terminationGracePeriodSeconds is not longer than DrainSeconds and ShutdownSeconds together.";
            }
            foreach (V1ContainerPort port in container.Ports.Where(port => environment.GetValueOrDefault($"{Prefix}{port.Name}__Port", "") != port.ContainerPort.ToString(CultureInfo.InvariantCulture)
                && environment.GetValueOrDefault($"{Prefix}{char.ToUpperInvariant(port.Name[0])}{port.Name[1..]}__Port", "") != port.ContainerPort.ToString(CultureInfo.InvariantCulture)))
            {
                yield return $"{place}: the port {port.Name} is not the one of the settings.";
            }
            // Off loopback the public port speaks TLS.
            (V1Probe? Probe, string Path)[] asked = [(container.StartupProbe, Routes.Live), (container.LivenessProbe, Routes.Live), (container.ReadinessProbe, Routes.Ready)];
            foreach ((V1Probe? probe, string path) in asked.Where(static one => one.Probe?.HttpGet is not { Scheme: "HTTPS" } get || get.Port.ToString() != "public" || get.Path != one.Path))
            {
                yield return $"{place} is not asked for {path} over https at the public port.";
            }
        }
    }

    private static int Number(Dictionary<string, string> environment, string setting) => int.TryParse(environment.GetValueOrDefault(Prefix + setting), CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue / 4;

    private static bool IsBelow(string path, string folder) => path == folder || path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);

    [GeneratedRegex("DOTNET_BUNDLE_EXTRACT_BASE_DIR=(?<path>\\S+)\nVOLUME")]
    private static partial Regex Unpacked();

    [GeneratedRegex("^VOLUME \\[(?:\"(?<path>[^\"]+)\"(?:, )?)+\\]$", RegexOptions.Multiline)]
    private static partial Regex Volume();
}
