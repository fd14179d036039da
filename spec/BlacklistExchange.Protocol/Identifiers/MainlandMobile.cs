namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>Mobile numbers of mainland China: 11 digits in an allotted segment (spec/identifiers.md §5.2.1).</summary>
internal static class MainlandMobile
{
    internal const string CallingCode = "86";

    private const int Length = 11;

    /// <summary>Segments of things that report meters and positions, not of persons; the 13-digit ones begin with these or with 10.</summary>
    private static readonly string[] MachineSegments = ["140", "141", "144", "146", "148"];

    /// <summary>Allotted to persons by the ministry's numbering plan, the virtual operators' 162, 165, 167, 170 and 171 included.</summary>
    private static readonly string[] Segments =
    [
        "130", "131", "132", "133", "134", "135", "136", "137", "138", "139", "145", "147", "149",
        "150", "151", "152", "153", "155", "156", "157", "158", "159", "162", "165", "166", "167",
        "170", "171", "172", "173", "175", "176", "177", "178", "180", "181", "182", "183", "184", "185", "186", "187", "188", "189",
        "190", "191", "192", "193", "195", "196", "197", "198", "199",
    ];

    /// <summary>Reads a national number, digits only; the trunk zero is not expected.</summary>
    internal static Reading Read(string national) => national switch
    {
        ['0', '1', >= '3' and <= '9', ..] when national.Length == Length + 1 => Phone.TrunkZero(),
        ['1', '0' or '4', ..] when national.Length == Length + 2 => Machine(),
        ['4' or '8', '0', '0', ..] when national.Length == 10 => Reading.Refuse("phone.service-number",
            "400 and 800 numbers are hot lines that many companies share or rent. Report the mobile number."),
        ['0' or (>= '2' and <= '9'), ..] or ['1', '0', ..] when national.Length is >= 9 and <= 12 && !(national[0] == '1' && national.Length > 10) => Reading.Refuse("phone.landline",
            "Fixed lines of mainland China are refused: a switchboard or household shares them. Report the mobile number; write numbers of other countries with + and country code."),
        ['1', ..] when national.Length == Length => Mobile(national),
        _ => Reading.Refuse("phone.length", $"A mainland mobile number has 11 digits and begins with 1; this has {national.Length} digits. Check for missing or doubled digits."),
    };

    private static Reading Mobile(string number)
    {
        string segment = number[..3];
        if (MachineSegments.Contains(segment))
        {
            return Machine();
        }

        if (!Segments.Contains(segment))
        {
            return Reading.Refuse("phone.segment",
                "The first three digits are no segment allotted to mobile phones of mainland China. Check them; write a number of another country with + and country code.");
        }

        ReadOnlySpan<char> last8 = number.AsSpan(3);
        return Placeholders.IsRun(last8) || Placeholders.IsSequence(last8) || number == "13800138000" ? Phone.Junk() : Reading.Accept("+86" + number);
    }

    private static Reading Machine() => Reading.Refuse("phone.iot",
        "This segment belongs to meters, trackers and other machines, not to persons. Report the number of a person.");
}
