using BlacklistExchange.Demo.Stage;
using BlacklistExchange.Demo.Worlds;

namespace BlacklistExchange.Demo;

/// <summary>Each platform reports the merchants it expelled; the regulator then lists them in one act.</summary>
internal static class Reporting
{
    /// <param name="Merchants">Cases with a receipt, by platform.</param>
    /// <param name="Items">Identifiers with a receipt.</param>
    /// <param name="Listed">Entries that the regulator's act listed.</param>
    public sealed record Tally(IReadOnlyDictionary<string, int> Merchants, int Items, int Listed);

    public static async Task<Tally> RunAsync(HubStage hub, Cast cast, string world, bool withoutAct, Action<string> say, CancellationToken cancellationToken)
    {
        await Task.WhenAll(cast.Platforms.Select(platform => platform.BexAsync(
            ["report", WorldFiles.Expelled(world, platform.Slug), "--list", MemberStage.List, "--receipts", platform.At("receipts.csv")], [], cancellationToken)));
        Dictionary<string, int> merchants = [];
        List<Csv.Row> receipts = [];
        foreach (MemberStage platform in cast.Platforms)
        {
            List<Csv.Row> own = [.. Csv.Read(platform.At("receipts.csv"))];
            merchants[platform.Slug] = own.Select(row => row["case_id"]).Distinct().Count();
            receipts.AddRange(own);
        }
        say($"{merchants.Values.Sum()} merchants reported with {receipts.Count} identifiers: {string.Join(", ", merchants.Select(m => $"{m.Key} {m.Value}"))}. Each report is signed; each has a signed receipt.");
        if (withoutAct)
        {
            say("The regulator does nothing.");
        }
        int listed = withoutAct ? 0 : await ActAsync(hub, receipts, say, cancellationToken);
        await hub.VerbAsync(cancellationToken, "snapshot", "build", MemberStage.List);
        return new Tally(merchants, receipts.Count, listed);
    }

    private static async Task<int> ActAsync(HubStage hub, List<Csv.Row> receipts, Action<string> say, CancellationToken cancellationToken)
    {
        string file = Path.Combine(Path.GetDirectoryName(hub.Data)!, "act.csv");
        List<string> lines = ["list,kind,tag,ground,reference"];
        lines.AddRange(receipts.Select(row => $"{MemberStage.List},{row["kind"]},{row["tag"]},expelled for counterfeit masks,BJ-2020-02").Distinct());
        await File.WriteAllLinesAsync(file, lines, cancellationToken);
        await hub.VerbAsync(cancellationToken, "entry", "act", "list", "--file", file);
        say($"The market regulator lists them in one bulk act over {lines.Count - 1} tags. It names tags from receipts; it never sees an identifier.");
        return lines.Count - 1;
    }
}
