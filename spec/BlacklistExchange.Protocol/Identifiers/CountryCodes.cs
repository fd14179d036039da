using System.Collections.Frozen;

namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>
/// ISO 3166-1 alpha-3 codes of states and territories that issue passports under their own code (spec/identifiers.md, appendix B). HKG and
/// MAC are absent: their passports name CHN as the issuing state, and one document must have one form.
/// </summary>
internal static class CountryCodes
{
    private const string Table =
        "AFG ALB DZA AND AGO ATG ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BTN BOL BIH BWA BRA BRN BGR BFA BDI CPV KHM CMR CAN CAF TCD CHL CHN COL COM COG COD CRI " +
        "CIV HRV CUB CYP CZE DNK DJI DMA DOM ECU EGY SLV GNQ ERI EST SWZ ETH FJI FIN FRA GAB GMB GEO DEU GHA GRC GRD GTM GIN GNB GUY HTI HND HUN ISL IND IDN IRN IRQ IRL ISR " +
        "ITA JAM JPN JOR KAZ KEN KIR PRK KOR KWT KGZ LAO LVA LBN LSO LBR LBY LIE LTU LUX MDG MWI MYS MDV MLI MLT MHL MRT MUS MEX FSM MDA MCO MNG MNE MAR MOZ MMR NAM NRU NPL " +
        "NLD NZL NIC NER NGA MKD NOR OMN PAK PLW PSE PAN PNG PRY PER PHL POL PRT QAT ROU RUS RWA KNA LCA VCT WSM SMR STP SAU SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF SSD ESP " +
        "LKA SDN SUR SWE CHE SYR TWN TJK TZA THA TLS TGO TON TTO TUN TUR TKM TUV UGA UKR ARE GBR USA URY UZB VUT VAT VEN VNM YEM ZMB ZWE";

    private static readonly FrozenSet<string> Codes = Table.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>All codes, in the order of the English names.</summary>
    internal static IReadOnlyCollection<string> All => Codes;

    /// <summary>The code in upper case, or null when it is not one.</summary>
    internal static string? Canonical(string given)
    {
        string upper = given.ToUpperInvariant();
        return given.Length == 3 && Codes.Contains(upper) ? upper : null;
    }
}
