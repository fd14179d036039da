namespace BlacklistExchange.Cli;

/// <summary>
/// What <c>bex</c> tells its caller, one number a meaning. When several apply, the run that did not finish comes first (a script must resume it before it reads
/// anything into the rest), then what was found, by weight: <see cref="Worse"/>.
/// </summary>
internal static class ExitCode
{
    public const int Clear = 0;
    public const int Unexpected = 1;
    public const int Usage = 2;
    public const int Listed = 3;
    public const int Uncertain = 4;
    public const int BadLines = 5;
    public const int Network = 6;
    public const int Refused = 7;
    public const int Profile = 8;
    public const int Interrupted = 130;

    public const string Table =
        """
        Exit codes (when several apply, the first of this order wins: 130 2 8 7 6 3 4 5):
            0  done; for a query: every line was not-listed
            2  usage: the command line, or an input file that cannot be read
            3  something is listed
            4  something is unsure or stale, nothing is listed; doctor: needs attention
            5  bad lines: some were refused offline and were not asked or filed
            6  network: the hub was not reached, or what answered cannot be trusted
            7  refusal by the hub: budget, policy, certificate, report
            8  profile or local files: missing, damaged, readable by others
          130  interrupted; 1 is a fault in bex itself
        """;

    private static readonly int[] Order = [Interrupted, Usage, Unexpected, Profile, Refused, Network, Listed, Uncertain, BadLines, Clear];

    public static int Worse(int left, int right) => Array.IndexOf(Order, left) <= Array.IndexOf(Order, right) ? left : right;
}
