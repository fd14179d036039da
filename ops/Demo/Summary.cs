using BlacklistExchange.Demo.Stage;
using BlacklistExchange.Demo.Worlds;

namespace BlacklistExchange.Demo;

/// <summary>What the audience takes home. The truth of the story is read here and nowhere else.</summary>
internal static class Summary
{
    private const string Recycled = "recycled-phone";

    public static void Print(DemoOptions options, string world, Reporting.Tally reported, Screening.Tally found, HubView view, NaiveView naive)
    {
        Dictionary<string, string> truth = Truth(world);
        Screening.Hit[] strong = [.. found.Hits.Where(hit => hit.Strong)];
        Console.WriteLine();
        Console.WriteLine("platform      reported  found  weak  on what ground");
        foreach ((string slug, int merchants) in reported.Merchants)
        {
            Screening.Hit[] own = [.. found.Hits.Where(hit => hit.Platform == slug)];
            Console.WriteLine($"{slug,-12}  {merchants,8}  {own.Count(hit => hit.Strong),5}  {own.Count(hit => !hit.Strong),4}  {Grounds(own)}");
        }
        Console.WriteLine();
        int wrong = strong.Count(hit => !Owned(truth, hit));
        Console.WriteLine($"reported {reported.Merchants.Values.Sum()}, found {strong.Length}, wrongly refused {wrong}");
        Console.WriteLine($"  sellers screened {found.Screened}, without an answer {found.WithoutAnswer}; the courier marked {found.SenderHits.Count} of {found.Senders} senders");
        foreach (Screening.Hit hit in found.Hits.Where(hit => truth.TryGetValue(hit.Shop, out string? owner) && owner == Recycled))
        {
            Console.WriteLine($"  the seller who inherited a listed merchant's phone ({hit.Shop} on {hit.Platform}): {(hit.Strong ? "STRONG" : "weak")}, not refused: {hit.Ground}");
        }
        if (options.WithoutAct)
        {
            Console.WriteLine("  Without the regulator's act nothing is listed: under the default policy a platform's own adjudication needs two independent");
            Console.WriteLine("  legal entities, and each merchant was reported by one. The entries are pending and in no file.");
        }
        Console.WriteLine();
        Console.WriteLine($"What the hub saw of the queries: {view.Requests} requests with {view.Elements:N0} blinded elements; who asked, when, for which purpose, how many.");
        Console.WriteLine($"  Its database, write-ahead log, files and logs ({view.Searched / 1024:N0} KB) were searched for all {view.Numbers} numbers of the story: {view.Leaks} found.");
        Console.WriteLine($"The same list as a naive salted hash: {naive.Sweep.PerSecond / 1e6:F1} million guesses a second on one core, so the {NaiveView.PhonesInUse / 1e9:F0}·10^9 phones in use");
        Console.WriteLine($"  take {NaiveView.PhonesInUse / naive.Sweep.PerSecond / 60:F0} minutes, for any member or thief. Here each guess is an evaluation that the hub charges: at the default");
        Console.WriteLine($"  budget of 1,000,000 a year, {NaiveView.PhonesInUse / 1e6:N0} years.");
    }

    /// <summary>0 when the story came out as it must.</summary>
    public static int ExitCode(string world, DemoOptions options, Reporting.Tally reported, Screening.Tally found, HubView view)
    {
        Dictionary<string, string> truth = Truth(world);
        HashSet<string> cases = [.. World.Platforms.SelectMany(p => WorldFiles.Read(WorldFiles.Expelled(world, p.Slug))).Select(cells => cells[0])];
        int expected = options.WithoutAct ? 0 : truth.Values.Count(cases.Contains);
        Screening.Hit[] strong = [.. found.Hits.Where(hit => hit.Strong)];
        bool right = strong.Length == expected && strong.All(hit => Owned(truth, hit)) && found.WithoutAnswer == 0 && view.Leaks == 0 && reported.Merchants.Values.Sum() == cases.Count;
        if (!right)
        {
            Console.Error.WriteLine($"This is not how it must come out: {expected} shops belong to the {cases.Count} merchants of the files.");
        }
        return right ? 0 : 1;
    }

    public static void PrintCommands(HubStage hub, Cast cast, string world, string folder)
    {
        MemberStage jd = cast.Platforms[0];
        string bex = Path.Combine(AppContext.BaseDirectory, "bex");
        string phone = WorldFiles.Read(WorldFiles.Expelled(world, cast.Platforms[1].Slug)).First(cells => cells[1] == "phone")[3];
        string fresh = Path.Combine(folder, "one-more-case.csv");
        File.WriteAllLines(fresh, [WorldFiles.ReportHeader, "jd-2020-099,phone,,13924610357,counterfeit,platform-adjudication,2020-02"]);
        Console.WriteLine();
        Console.WriteLine("The hub is up. Try:");
        Console.WriteLine();
        Console.WriteLine($"  echo {phone} | {bex} query - --kind phone --purpose investigation --list {MemberStage.List} --profile {jd.Profile}");
        Console.WriteLine($"  {bex} report {fresh} --list {MemberStage.List} --profile {jd.Profile}");
        Console.WriteLine($"  {bex} sync --list {MemberStage.List} --profile {jd.Profile}");
        Console.WriteLine($"  {bex} budget --profile {jd.Profile}");
        Console.WriteLine($"  curl --insecure {hub.Address("member")}v1/lists          (no certificate: no HTTP status)");
        Console.WriteLine();
        Console.WriteLine("Or as a platform without .NET, through an agent:");
        Console.WriteLine();
        string socket = Path.Combine(folder, "agent.sock");
        Console.WriteLine($"  {Path.Combine(AppContext.BaseDirectory, "bex-agent")} serve --profile {jd.Profile} --list {MemberStage.List} --on-uncertain open --socket {socket} &");
        foreach ((string number, string who) in ((string, string)[])[(phone, "one of the 70"), ("139 2461 0358", "an innocent")])
        {
            Console.WriteLine($$"""  curl --unix-socket {{socket}} http://agent/v1/check --json '{"identifiers":[{"kind":"phone","value":"{{number}}"}],"purpose":"sign-up"}'  # {{who}}""");
        }
        Console.WriteLine();
        Console.WriteLine($"Stop it with: kill {hub.ProcessId} && sleep 2 && rm -rf {folder}");
    }

    private static Dictionary<string, string> Truth(string world) => WorldFiles.Read(WorldFiles.Truth(world)).ToDictionary(cells => cells[0], cells => cells[1]);

    private static bool Owned(Dictionary<string, string> truth, Screening.Hit hit) => truth.TryGetValue(hit.Shop, out string? owner) && owner != Recycled;

    private static string Grounds(IEnumerable<Screening.Hit> hits) => string.Join("; ", hits.GroupBy(hit => hit.Ground).OrderByDescending(group => group.Count()).Select(group => $"{group.Count()} {group.Key}"));
}
