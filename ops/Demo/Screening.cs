using System.Text.RegularExpressions;
using BlacklistExchange.Demo.Stage;
using BlacklistExchange.Demo.Worlds;

namespace BlacklistExchange.Demo;

/// <summary>Every platform screens its sellers against its own copy of the list; the courier screens its senders.</summary>
internal static partial class Screening
{
    /// <summary>A shop that a platform's own output marks.</summary>
    public sealed record Hit(string Platform, string Shop, bool Strong, string Ground);

    /// <param name="Hits">Everything that is not clear, on all platforms.</param>
    /// <param name="Screened">Sellers screened.</param>
    /// <param name="Senders">Senders that the courier screened.</param>
    /// <param name="SenderHits">What the courier's output marks.</param>
    /// <param name="WithoutAnswer">Sellers for whom some answer is missing.</param>
    public sealed record Tally(IReadOnlyList<Hit> Hits, int Screened, int Senders, IReadOnlyList<Hit> SenderHits, int WithoutAnswer);

    private static readonly int[] NotAllClear = [3, 4];

    public static async Task<Tally> RunAsync(Cast cast, string world, Action<string> say, CancellationToken cancellationToken)
    {
        List<Hit> hits = [];
        int screened = 0, without = 0;
        // Two at a time, as two platforms on a laptop with two cores would.
        foreach (MemberStage[] pair in cast.Platforms.Chunk(2))
        {
            (List<Hit> Hits, int Rows, int Unanswered)[] answers = await Task.WhenAll(pair.Select(platform => ScreenAsync(platform, WorldFiles.Sellers(world, platform.Slug), "shop_id",
                "phone=phone,resident-id=resident_id,uscc=uscc,bank-card=bank_card", "re-check", cancellationToken)));
            foreach ((MemberStage platform, (List<Hit> own, int rows, int unanswered)) in pair.Zip(answers))
            {
                hits.AddRange(own);
                screened += rows;
                without += unanswered;
                say($"{platform.Slug} screens {rows} sellers: {own.Count(hit => hit.Strong)} belong to listed merchants, {own.Count(hit => !hit.Strong)} weak.");
            }
        }
        (List<Hit> senders, int parcels, int lost) = await ScreenAsync(cast.Courier, WorldFiles.Senders(world), "parcel",
            $"phone=phone,courier-sender:{World.Courier}=account", "parcel", cancellationToken);
        say($"{cast.Courier.Slug} screens {parcels} senders: {senders.Count} marked for a closer look.");
        return new Tally(hits, screened, parcels, senders, without + lost);
    }

    private static async Task<(List<Hit> Hits, int Rows, int Unanswered)> ScreenAsync(MemberStage member, string input, string key, string applicant, string purpose, CancellationToken cancellationToken)
    {
        string output = member.At("screened.csv");
        await member.BexAsync(["sync", "--list", MemberStage.List], [], cancellationToken);
        await member.BexAsync(["query", "--list", MemberStage.List, "--csv", input, "--key", key, "--applicant", applicant, "--purpose", purpose, "--out", output], NotAllClear, cancellationToken);
        List<Csv.Row> rows = [.. Csv.Read(output)];
        List<Hit> hits = [.. rows.Where(row => row["strength"] is "strong" or "weak")
            .Select(row => new Hit(member.Slug, row[key], row["strength"] == "strong", Ground(row["reason"])))];
        return (hits, rows.Count, rows.Count(row => row["verdict"] is not ("listed" or "not-listed")));
    }

    /// <summary>The kinds that the member's explanation names: <c>phone + bank-card</c>.</summary>
    private static string Ground(string reason) => string.Join(" + ", Kinds().Matches(reason).Select(match => match.Groups[1].Value).Distinct());

    [GeneratedRegex(@"([a-z-]+) \(number \d+\)")]
    private static partial Regex Kinds();
}
