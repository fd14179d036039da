using System.Globalization;
using System.Text.Json.Nodes;
using BlacklistExchange.Cli.Terminal;

namespace BlacklistExchange.Agent.Shadow;

/// <summary>The weeks as a person reads them, in at most 80 columns, and as a program does.</summary>
internal static class WeekReport
{
    public static IEnumerable<string> Text(string list, Mode mode, IReadOnlyList<WeekFigures> weeks)
    {
        WeekFigures all = WeekFigures.Total(weeks);
        yield return mode == Mode.Shadow ? $"Shadow mode on {list}: what was found, and told nobody." : $"Live on {list}: checks with an id, which were answered.";
        foreach (TextTable table in (TextTable[])[Volume([.. weeks, all]), Tiers([.. weeks, all]), Agreement([.. weeks, all])])
        {
            yield return "";
            foreach (string line in table.Lines())
            {
                yield return line;
            }
        }
        yield return "";
        foreach (string line in Words(all))
        {
            yield return line;
        }
    }

    public static JsonObject Json(string list, Mode mode, IReadOnlyList<WeekFigures> weeks) => new()
    {
        ["list"] = list,
        ["mode"] = KebabName.Of(mode),
        ["weeks"] = new JsonArray([.. weeks.Select(Json)]),
        ["total"] = Json(WeekFigures.Total(weeks)),
    };

    private static TextTable Volume(IEnumerable<WeekFigures> weeks)
    {
        TextTable table = Table("week", "checks", "missed", "unsure", "hits", "strong", "units", "p50 ms", "p95", "max");
        foreach (WeekFigures week in weeks)
        {
            table.Add(week.Week, Number(week[FigureNames.Checks]), Number(week[FigureNames.NotMeasured]), Number(week.Unsure), Number(week.AllHits), Number(week[FigureNames.WouldRefuse]),
                Number(week[FigureNames.Units]), Number(week.Latency(0.5)), Number(week.Latency(0.95)), Number(week[FigureNames.LatencyMost]));
        }
        return table;
    }

    /// <summary>Strong and weak hits by the ground under them.</summary>
    private static TextTable Tiers(IEnumerable<WeekFigures> weeks)
    {
        TextTable table = Table(["strong + weak", .. WeekFigures.Tiers]);
        foreach (WeekFigures week in weeks)
        {
            table.Add([week.Week, .. WeekFigures.Tiers.Select(tier => $"{week[FigureNames.Hit(tier, "strong")]} + {week[FigureNames.Hit(tier, "weak")]}")]);
        }
        return table;
    }

    private static TextTable Agreement(IEnumerable<WeekFigures> weeks)
    {
        TextTable table = Table("week", "precision", "of strong", "friction", "recall hint", "undecided", "expelled");
        foreach (WeekFigures week in weeks)
        {
            table.Add(week.Week, week.Precision.Short, week.StrongPrecision.Short, week.Friction.Short, week.Recall.Short, Number(week.Undecided), Number(week[FigureNames.Told(Outcome.Expelled)]));
        }
        return table;
    }

    private static IEnumerable<string> Words(WeekFigures all) =>
    [
        $"precision    {all.Precision.Part} of {all.Precision.Whole} decided hits the member expelled too ({all.Precision.Percent})",
        $"  of strong  {all.StrongPrecision.Part} of {all.StrongPrecision.Whole} ({all.StrongPrecision.Percent})",
        $"friction     {all.Friction.Part} of {all.Friction.Whole} kept would have been refused ({all.Friction.PerTenThousand})",
        $"recall hint  {all.Recall.Part} of {all.Recall.Whole} that the member expelled were listed ({all.Recall.Percent})",
        $"cost         {all[FigureNames.Units]} units for {all[FigureNames.Evaluated]} identifiers that had to be asked",
    ];

    private static JsonNode Json(WeekFigures week) => new JsonObject
    {
        ["week"] = week.Week,
        ["checks"] = week[FigureNames.Checks],
        ["identifiers"] = week[FigureNames.Identifiers],
        ["not_measured"] = week[FigureNames.NotMeasured],
        ["would_refuse"] = week[FigureNames.WouldRefuse],
        ["unsure"] = Object(week.Below(FigureNames.UnsurePrefix)),
        ["hits"] = new JsonObject(WeekFigures.Tiers.Select(tier => KeyValuePair.Create(tier, Object(((string[])["strong", "weak"]).Select(strength => (strength, week[FigureNames.Hit(tier, strength)])))))),
        ["told"] = Object(Decisions.Select(outcome => (KebabName.Of(outcome), week[FigureNames.Told(outcome)]))),
        ["agreement"] = new JsonObject(Enum.GetValues<Finding>().Select(finding => KeyValuePair.Create(KebabName.Of(finding), Object(Enum.GetValues<Outcome>().Select(outcome => (KebabName.Of(outcome), week.Agreement(finding, outcome))))))),
        ["precision"] = Object(week.Precision),
        ["precision_of_strong"] = Object(week.StrongPrecision),
        ["friction"] = Object(week.Friction),
        ["recall_hint"] = Object(week.Recall),
        ["units"] = week[FigureNames.Units],
        ["evaluated"] = week[FigureNames.Evaluated],
        ["latency_ms"] = new JsonObject { ["p50"] = week.Latency(0.5), ["p95"] = week.Latency(0.95), ["max"] = week[FigureNames.LatencyMost] },
    };

    private static IEnumerable<Outcome> Decisions => Enum.GetValues<Outcome>().Where(static outcome => outcome != Outcome.Undecided);

    private static JsonNode? Object(IEnumerable<(string Name, long Amount)> amounts) => new JsonObject(amounts.Select(static one => KeyValuePair.Create(one.Name.Replace('-', '_'), (JsonNode?)one.Amount)));

    private static JsonObject Object(Share share) => new() { ["part"] = share.Part, ["whole"] = share.Whole, ["share"] = share.Value };

    private static TextTable Table(params string[] titles) => new([.. titles.Select(static (title, index) => new TableColumn(title, IsNumber: index > 0))]);

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
