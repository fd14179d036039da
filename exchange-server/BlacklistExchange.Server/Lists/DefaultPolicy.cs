using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Server.Lists;

/// <summary>The policy of a list that is added without a policy file (spec/protocol.md §7.3).</summary>
internal static class DefaultPolicy
{
    internal static ListPolicy Value { get; } = new(Ladder(), Expiry(), [.. Grants()]);

    private static LadderStep[] Ladder() =>
    [
        new(EvidenceType.CourtDecision, false, 1, PolicyNames.Listed),
        new(EvidenceType.AdministrativeDecision, false, 1, PolicyNames.Listed),
        new(EvidenceType.CustomsSeizure, false, 1, PolicyNames.Listed),
        new(EvidenceType.NotarisedPurchase, true, 1, PolicyNames.Listed),
        // Without notice to the person, a purchase is one platform's finding, and weighs like one.
        new(EvidenceType.NotarisedPurchase, false, 2, PolicyNames.Listed),
        new(EvidenceType.PlatformAdjudication, false, 2, PolicyNames.Listed),
        new(EvidenceType.RightsHolderNotice, false, 1, PolicyNames.Watch),
        new(EvidenceType.AlgorithmicDetection, false, 1, PolicyNames.Watch),
    ];

    private static Dictionary<Category, int> Expiry() => new()
    {
        [Category.Other] = 365,
        [Category.Trademark] = 3 * 365,
        [Category.Patent] = 3 * 365,
        [Category.Copyright] = 3 * 365,
        [Category.Counterfeit] = 5 * 365,
        [Category.OtherFraud] = 2 * 365,
    };

    private static IEnumerable<PurposeGrant> Grants()
    {
        IReadOnlyList<string> reporting = [Purposes.Report, Purposes.Renewal];
        IReadOnlyList<string> platform =
        [
            Purposes.SignUp, Purposes.ReCheck, Purposes.Payout,
            Purposes.Investigation, Purposes.Appeal, .. reporting,
        ];
        IReadOnlyList<string> courier =
        [
            Purposes.Parcel, Purposes.SignUp, Purposes.ReCheck,
            Purposes.Investigation, .. reporting,
        ];
        return
        [
            .. Grant("member", platform),
            .. Grant("courier", courier),
            .. Grant("rights-holder", reporting),
            .. Grant("regulator", Purposes.All),
        ];
    }

    private static IEnumerable<PurposeGrant> Grant(string role, IReadOnlyList<string> purposes) =>
        purposes.Select(purpose => new PurposeGrant(role, "*", "*", purpose, true));
}
