using System.Text.RegularExpressions;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Protocol.Tests.Identifiers;

/// <summary>Every vector, and that vectors, source and specification know the same refusal codes.</summary>
public sealed partial class IdentifierVectorTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, IdentifierVector.All.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Returns_what_the_vector_says(int index)
    {
        IdentifierVector vector = IdentifierVector.All[index];
        bool accepted = Identifier.TryParse(vector.KindNumber, vector.Input, vector.Namespace, out Identifier? identifier, out IdentifierRefusal? refusal);
        string expected = vector.CanonicalHex ?? $"{vector.Refusal} at {vector.Position} fabricated {vector.LooksFabricated}";
        string actual = accepted ? Convert.ToHexStringLower(identifier!.CanonicalBytes.Span) : $"{refusal!.Code} at {refusal.Position} fabricated {refusal.LooksFabricated}";
        Assert.True(expected == actual, $"case {index} ({vector.Kind}, {vector.Note}): expected {expected}, was {actual}");
        Assert.Equal(vector.Value, identifier?.RevealValue());
        Assert.Equal(vector.Refusal is null, accepted);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Keeps_the_input_out_of_messages(int index)
    {
        IdentifierVector vector = IdentifierVector.All[index];
        if (Identifier.TryParse(vector.KindNumber, vector.Input, vector.Namespace, out _, out IdentifierRefusal? refusal))
        {
            return;
        }

        // A placeholder word or a spreadsheet error is no personal data; the rest of a refused text may be.
        bool isData = refusal.Code is not ("text.placeholder" or "excel.error" or "store-url.scheme") && !vector.Input.Contains("http", StringComparison.OrdinalIgnoreCase);
        for (int i = 0; isData && i + 5 <= vector.Input.Length; i++)
        {
            string piece = vector.Input.Substring(i, 5);
            Assert.False(refusal.Message.Contains(piece, StringComparison.OrdinalIgnoreCase), $"case {index}: {refusal.Code} repeats a part of its input");
        }
    }

    [Fact]
    public void Keeps_at_least_240_cases_and_both_outcomes_for_every_kind()
    {
        Assert.True(IdentifierVector.All.Count >= 240);
        foreach (IdentifierKindInfo info in IdentifierKinds.All)
        {
            Assert.Contains(IdentifierVector.All, vector => vector.Kind == info.Name && vector.Refusal is null);
            Assert.Contains(IdentifierVector.All, vector => vector.Kind == info.Name && vector.Refusal is not null);
        }
    }

    [Fact]
    public void Keeps_refusal_codes_of_source_vectors_and_specification_equal()
    {
        string[] inVectors = [.. IdentifierVector.All.Select(static vector => vector.Refusal).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        string[] inSpecification = [.. SpecifiedCode().Matches(Read("spec", "identifiers.md")).Select(static match => match.Groups[1].Value).Order(StringComparer.Ordinal)];
        Assert.Equal(inSpecification, inVectors);

        string source = string.Concat(Directory.EnumerateFiles(Path.Combine(IdentifierVector.Repository, "spec", "BlacklistExchange.Protocol", "Identifiers"), "*.cs").Select(File.ReadAllText));
        string[] whole = [.. WholeCode().Matches(source).Select(static match => match.Groups[1].Value).Distinct()];
        string[] endings = [.. CodeEnding().Matches(source).Select(static match => match.Groups[1].Value).Distinct()];
        Assert.NotEmpty(endings);
        Assert.All(whole, code => Assert.Contains(code, inVectors));
        Assert.All(endings, ending => Assert.Contains(inVectors, code => code.EndsWith(ending, StringComparison.Ordinal)));
        Assert.All(inVectors, code => Assert.True(whole.Contains(code) || endings.Any(ending => code.EndsWith(ending, StringComparison.Ordinal)), $"{code} is nowhere in the source"));
    }

    [Fact]
    public void Keeps_the_tables_of_the_specification_equal_to_the_source()
    {
        string text = Read("spec", "identifiers.md");
        foreach (IdentifierKindInfo info in IdentifierKinds.All)
        {
            Assert.Matches($@"\| {(byte)info.Kind} \| `{info.Name}` \| {(info.IsStrong ? "strong" : "weak")} \|", text);
        }

        string codes = string.Join("; ", CallingCode.All.Select(static code => $"{code.Digits} {code.MinLength}–{code.MaxLength}"));
        Assert.Contains(codes, text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        string[] states = [.. StateCode().Matches(text[text.IndexOf("Appendix B", StringComparison.Ordinal)..]).Select(static match => match.Value)];
        Assert.Equal(CountryCodes.All.Order(StringComparer.Ordinal), states.Except(["ISO", "HKG", "MAC"]).Order(StringComparer.Ordinal));
    }

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine([IdentifierVector.Repository, .. path]));

    [GeneratedRegex(@"^\| `([a-z-]+\.[a-z-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex SpecifiedCode();

    [GeneratedRegex("\"((?:text|excel|namespace|phone|resident-id|uscc|bank-card|seller-account|courier-sender|passport|travel-permit|email|payment-account|social-handle|store-url)\\.[a-z-]+)\"")]
    private static partial Regex WholeCode();

    [GeneratedRegex("kind \\+ \"(\\.[a-z-]+)\"")]
    private static partial Regex CodeEnding();

    [GeneratedRegex(@"\b[A-Z]{3}\b")]
    private static partial Regex StateCode();
}
