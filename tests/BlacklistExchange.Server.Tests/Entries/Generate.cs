using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Server.Entries;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Server.Tests.Entries;

/// <summary>Random reports and the default policy, for what must hold whatever is reported.</summary>
internal static class Generate
{
    public const long Now = 1_800_000_000;

    public static readonly EntryPolicy Policy = new(
        "goods",
        3,
        0,
        [
            new(EvidenceType.CourtDecision, false, 1, EntryState.Listed),
            new(EvidenceType.AdministrativeDecision, false, 1, EntryState.Listed),
            new(EvidenceType.CustomsSeizure, false, 1, EntryState.Listed),
            new(EvidenceType.NotarisedPurchase, true, 1, EntryState.Listed),
            new(EvidenceType.PlatformAdjudication, false, 2, EntryState.Listed),
            new(EvidenceType.RightsHolderNotice, false, 1, EntryState.Watch),
            new(EvidenceType.AlgorithmicDetection, false, 1, EntryState.Watch),
        ],
        new Dictionary<Category, int> { [Category.Trademark] = 100, [Category.Counterfeit] = 200 });

    public static Gen<EntryReport> Report { get; } =
        from entity in Gen.Elements("a", "b", "c", "d", "e")
        from origin in Gen.Elements("1", "2", "3", "4", "5")
        from category in Gen.Elements(Enum.GetValues<Category>())
        from evidence in Gen.Elements(Enum.GetValues<EvidenceType>())
        from notice in Gen.Elements(true, false)
        from month in Gen.Choose(200, 320)
        from sequence in Gen.Choose(1, 100)
        from retracted in Gen.Elements(true, false, false)
        select new EntryReport(entity, origin, category, evidence, notice, new Month((ushort)month), Now + sequence, sequence, retracted);

    public static Gen<EntryReport[]> Reports { get; } = Report.ArrayOf().Select(static reports => reports.Take(9).ToArray());

    public static Gen<EntryFacts> Facts { get; } =
        from reports in Reports
        from last in Report
        from ruling in Gen.Elements(Enum.GetValues<EntryRuling>())
        from hold in Gen.Elements(Enum.GetValues<EntryHold>())
        from after in Gen.Choose(0, 60)
        from tombstoned in Gen.Elements(true, false, false)
        select new EntryFacts([.. reports, last], ruling, Now, after, hold, tombstoned, LabelFlags.None);

    public static EntryReport Of(string entity, string origin, EvidenceType evidence, bool notice = false, long sequence = 1, bool retracted = false) =>
        new(entity, origin, Category.Trademark, evidence, notice, new Month(300), Now, sequence, retracted);

    public static EntryFacts Plain(params EntryReport[] reports) => new(reports, EntryRuling.None, 0, 0, EntryHold.None, false, LabelFlags.None);
}
