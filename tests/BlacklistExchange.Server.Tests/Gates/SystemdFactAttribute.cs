namespace BlacklistExchange.Server.Tests.Gates;

/// <summary>A test that needs systemd-analyze; where it is not installed, the run says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SystemdFactAttribute : FactAttribute
{
    public const string Program = "/usr/bin/systemd-analyze";

    public SystemdFactAttribute() => Skip = File.Exists(Program) ? null : $"{Program} is not on this machine (Debian: systemd).";
}
