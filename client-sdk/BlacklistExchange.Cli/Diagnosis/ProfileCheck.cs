using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Client;

namespace BlacklistExchange.Cli.Diagnosis;

/// <summary>File modes, certificates and their ends: needs no network.</summary>
internal static class ProfileCheck
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(21);

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static IEnumerable<Finding> Look(ExchangeProfile profile, DateTimeOffset now)
    {
        yield return Modes(profile);
        using X509Certificate2 certificate = profile.ReadCertificate();
        using X509Certificate2 root = profile.ReadRoot();
        yield return Validity("certificate", certificate, now, "make the next key with 'bex profile renew', send request.pem to the operator, import the bundle that comes back");
        yield return Validity("exchange root", root, now, "ask the operator for a bundle under its new root, and check it by another channel");
    }

    private static Finding Modes(ExchangeProfile profile)
    {
        if (OperatingSystem.IsWindows())
        {
            return Finding.Well("file modes", "the folder's access list decides on Windows");
        }
        string[] loose = [.. Directory.EnumerateFileSystemEntries(profile.Directory).Where(static path => IsPrivate(path) && IsLoose(path)).Select(static path => Path.GetFileName(path))];
        return loose.Length == 0 && !IsLoose(profile.Directory)
            ? Finding.Well("file modes", "nobody but the owner can read the keys")
            : Finding.Broken("file modes", $"others may read {(loose.Length == 0 ? "the profile's folder" : string.Join(", ", loose))}",
                $"run: chmod -R go= '{profile.Directory}'; if others had access, treat the keys as stolen and tell the operator", ExitCode.Profile);
    }

    private static bool IsLoose(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0;

    private static bool IsPrivate(string path) => Path.GetFileName(path) is "vault.key" or "vault" || path.EndsWith(".key.pem", StringComparison.Ordinal);

    private static Finding Validity(string subject, X509Certificate2 certificate, DateTimeOffset now, string @do)
    {
        DateTimeOffset end = certificate.NotAfter.ToUniversalTime();
        DateTimeOffset start = certificate.NotBefore.ToUniversalTime();
        return now > end ? Finding.Broken(subject, $"expired on {end:yyyy-MM-dd}", @do, ExitCode.Profile)
            : now < start ? Finding.Broken(subject, $"is not valid before {start:u}", "set this machine's clock (NTP), or ask the operator", ExitCode.Profile)
            : end - now < RenewBefore ? Finding.Attention(subject, $"ends in {(int)(end - now).TotalDays} days, on {end:yyyy-MM-dd}", @do)
            : Finding.Well(subject, $"valid until {end:yyyy-MM-dd}");
    }
}
