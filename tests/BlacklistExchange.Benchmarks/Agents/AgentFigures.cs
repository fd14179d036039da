using System.Diagnostics;
using System.Globalization;
using BlacklistExchange.Benchmarks.Measuring;

namespace BlacklistExchange.Benchmarks.Agents;

/// <summary>What one agent costs a platform: units, time and memory of a day's sign-ups while it screens its base in the spare slots, and of a courier's parcels.</summary>
internal static class AgentFigures
{
    private const int SignUps = 200_000;
    private const int Senders = 200_000;
    private const int Parcels = 3_000_000;

    /// <summary>The quick form plays a part of the day.</summary>
    private const int QuickPart = 50;

    public static async Task<Report> MeasureAsync(bool quick, CancellationToken cancellationToken)
    {
        int part = quick ? QuickPart : 1;
        (int signUps, int senders, int parcels, int alone) = (SignUps / part, Senders / part, Parcels / part, 400);
        int baseRows = 4 * signUps;
        int firstBase = alone + signUps, firstSender = firstBase + baseRows;
        await using AgentWorld world = await AgentWorld.StartAsync(firstSender + senders, cancellationToken);
        SignUpDay lone = new(world.Agent, SignUps, seed: 1);
        AgentCounts aloneCost = await CostAsync(world, () => lone.PlayAsync(0, alone, cancellationToken), cancellationToken);

        SignUpDay day = new(world.Agent, SignUps, seed: 2);
        AgentCounts dayCost;
        using (Process drip = Drip(world, firstBase, baseRows))
        {
            dayCost = await CostAsync(world, () => day.PlayAsync(alone, signUps, cancellationToken), cancellationToken);
            drip.Kill();
            await drip.WaitForExitAsync(cancellationToken);
        }

        double bare = await BareAsync(world.Agent, cancellationToken);
        ParcelDay courier = new(world.Agent, senders, parcels, firstSender);
        AgentCounts parcelCost = await CostAsync(world, () => courier.PlayAsync(cancellationToken), cancellationToken);
        if (parcelCost.Asked + parcelCost.Padding > senders)
        {
            throw new NotMeasuredException($"{senders} senders cost more than as many identifiers: {parcelCost}.");
        }

        return new Report(
            [
                new Figure("units_per_identifier", dayCost.UnitsPerIdentifier, string.Create(CultureInfo.InvariantCulture, $"units charged for each identifier that was nobody's dummy: {signUps:N0} sign-ups of three kinds, {dayCost.Padding:N0} identifiers of the base beside them")),
                new Figure("units_without_base", aloneCost.UnitsPerIdentifier, string.Create(CultureInfo.InvariantCulture, $"the same with nothing that waits for spare slots, {alone:N0} sign-ups: what the base is put beside")),
                new Figure("p95_ms", day.Milliseconds.Percentile(95), "95th percentile of what the check added to a sign-up"),
                new Figure("p50_ms", day.Milliseconds.Median, "its median"),
                new Figure("p50_without_base_ms", lone.Milliseconds.Median, "the median without the base, the reference of this run"),
                new Figure("in_company", day.ShareInCompany, "share of sign-ups that came while another waited, as on a day of this many"),
                new Figure("base_rows_per_sign_up", (double)dayCost.Padding / 3 / signUps, "applicants of the base screened with each sign-up, three kinds each, at no cost"),
                new Figure("rss_mb", day.Memory[^1], "resident memory of the agent at the end of the day"),
                new Figure("rss_growth", day.Memory[^1] / day.Memory[(day.Memory.Count / 2) - 1], "by that at half of the day"),
                new Figure("parcel_identifiers", parcelCost.Asked + parcelCost.Padding, string.Create(CultureInfo.InvariantCulture, $"identifiers charged for {parcels:N0} parcels of {senders:N0} senders")),
                new Figure("parcel_units", (double)parcelCost.Charged / senders, "units a sender, 64 first checks at a time"),
                new Figure("match_per_s", courier.MatchesPerSecond, "later parcels by /v1/match over the socket, eight callers, caller and agent on the same cores"),
                new Figure("match_ratio", courier.MatchesPerSecond / bare, "by the rate of a request that does nothing (/livez), the reference of this run"),
            ],
            [
                "A real bex-hub, a real bex-agent behind a unix socket and a real `bex drip`, all on the same cores, mTLS on loopback. Every verdict of a sign-up is checked.",
                string.Create(CultureInfo.InvariantCulture, $"Arrivals are random, five times as many at the peak as in the night, {SignUps:N0} a day. Time runs while anything is asked and jumps when nothing is. {(quick ? $"The quick form plays one part in {QuickPart} of the day, in a hundred stretches." : "The whole day is played.")}"),
                "Units are those of the hub's own table, and the agent's counter must agree; identifiers are the agent's counters, without dummies.",
                "The sign-up's own cost without a base is four units a kind, since the least group has four slots. The base fills them.",
            ]);
    }

    /// <summary>What a stretch of work cost, by the hub's table; the agent must have counted the same.</summary>
    private static async Task<AgentCounts> CostAsync(AgentWorld world, Func<Task> work, CancellationToken cancellationToken)
    {
        AgentCounts before = await world.CountAsync(cancellationToken);
        await work();
        AgentCounts cost = (await world.CountAsync(cancellationToken)).Since(before);
        return cost.Charged == cost.Units ? cost : throw new NotMeasuredException($"The hub charged {cost.Charged} units and the agent counted {cost.Units}.");
    }

    private static Process Drip(AgentWorld world, int first, int count)
    {
        string columns = $"phone=phone,email=email,seller-account:{Applicant.Platform}=shop";
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "bex"),
            ["drip", "--csv", world.WriteBase(first, count), "--applicant", columns, "--out", world.Hub.Hub.At("base-result.csv"), "--socket", world.Agent.Socket, "--json"]) { RedirectStandardError = true };
        Process drip = Process.Start(start) ?? throw new NotMeasuredException("bex could not be started.");
        drip.ErrorDataReceived += static (_, line) => Console.Error.WriteLine(line.Data);
        drip.BeginErrorReadLine();
        return drip;
    }

    private static async Task<double> BareAsync(AgentProcess agent, CancellationToken cancellationToken)
    {
        const int Requests = 10_000;
        long start = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken }, async (_, cancelled) => await agent.LiveAsync(cancelled));
        return Requests / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
