namespace BlacklistExchange.Agent;

/// <summary>What bex-agent tells whoever started it, one number a meaning.</summary>
internal static class ExitCode
{
    public const int Stopped = 0;
    public const int Unhealthy = 1;
    public const int Usage = 2;
    public const int Address = 3;
    public const int Profile = 8;

    public const string Table =
        """
        Exit codes:
            0  stopped because it was told to (SIGTERM, Ctrl-C)
            1  a fault in bex-agent itself; from health: it does not run, or is not ready
            2  usage: the command line, the socket's folder or a secret file is not as it must be
            3  address: another agent listens there, or the port is taken
            8  profile or local files: missing, not enrolled, damaged, readable by others
        """;
}
