using System.Text.RegularExpressions;

namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>Recognises what spreadsheets leave of a number (spec/identifiers.md §4.3). What they destroyed cannot be restored, so it is refused.</summary>
internal static partial class SpreadsheetDamage
{
    private const string Cure = "Excel has destroyed this number: export the column as text from the original source.";

    private static readonly string[] Errors = ["#N/A", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"];

    internal static IdentifierRefusal? Find(InputText text) => text.Chars switch
    {
        ['\'', ..] => Reading.At("excel.apostrophe", '\'', text.PositionOf(0),
            "the apostrophe with which Excel marks text is part of the cell. Export the column as text, without it."),
        ['=', ..] => Reading.At("excel.formula", '=', text.PositionOf(0), "this is an Excel formula, not a value. Export the column as text."),
        var c when c.Length > 1 && c.AsSpan().IndexOfAnyExcept('#') < 0 => Whole("excel.hashes",
            "The cell holds only number signs: Excel's column was too narrow to show the number. Export the column as text."),
        var c when Errors.Contains(c, StringComparer.OrdinalIgnoreCase) => Whole("excel.error", "The cell holds an Excel error, no value. Correct the sheet and export the column as text."),
        var c when Scientific().IsMatch(c) => Whole("excel.scientific", $"This is scientific notation. {Cure}"),
        var c when Decimal().IsMatch(c) => Whole("excel.decimal", $"The number ends in a decimal point and zeros: it was read as a quantity. {Cure}"),
        _ => null,
    };

    /// <summary>The refusal for a long number whose digits after the 15th are all zeros and whose check fails.</summary>
    internal static Reading Precision() => Reading.Refuse("excel.precision", $"All digits after the 15th are zeros and the check fails. {Cure}");

    /// <summary>The refusal for a number that is short by what may have been leading zeros.</summary>
    internal static Reading LeadingZero() => Reading.Refuse("excel.leading-zero", $"The number is too short, as if its leading zeros had been cut off. {Cure}");

    /// <summary>True for digits only, more than 16 of them (one zero says nothing), with nothing but zeros after the 15th.</summary>
    internal static bool LooksRounded(string digits) =>
        digits.Length > 16 && digits.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 && digits.AsSpan(15).IndexOfAnyExcept('0') < 0;

    private static IdentifierRefusal Whole(string code, string message) => new(code, null, message, false);

    [GeneratedRegex(@"\A(?:[0-9](?:\.[0-9]+)?[eE][+-][0-9]{1,3}|[0-9]\.[0-9]+[eE][0-9]{1,3})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Scientific();

    [GeneratedRegex(@"\A[0-9]+\.0{1,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Decimal();
}
