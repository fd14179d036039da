using BlacklistExchange.Protocol.Identifiers;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Identifiers;

/// <summary>What must hold for any text, not only for those of the vectors.</summary>
public sealed class IdentifierProperties
{
    private const string SeparatorCharacters = " -\u3000\u00A0\u2010\u2013\u2212\uFF0D";

    private static readonly IdentifierVector[] Good = [.. IdentifierVector.All.Where(static vector => vector.Refusal is null)];

    private static readonly Gen<string> ResidentIds =
        from day in Gen.Choose(0, 40000)
        from area in Gen.Elements("110105", "330106", "440305", "510104", "650102")
        from sequence in Gen.Choose(1, 999)
        let first17 = $"{area}{new DateOnly(1900, 1, 1).AddDays(day):yyyyMMdd}{sequence:D3}"
        select first17 + ResidentId.CheckCharacter(first17);

    private static readonly Gen<string> Cards =
        from length in Gen.Choose(15, 18)
        from digits in Gen.ArrayOf(Gen.Choose(0, 9), 18)
        let start = "62" + string.Concat(digits)[..(length - 2)]
        select start + BankCard.LuhnDigit(start);

    private static readonly Gen<string> AnyText = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Where(static text => text is not null),
        from characters in Gen.ListOf(Gen.Elements([.. "0123456789X+@.-/:*' EeHME\u3000\uFF11\uFF21\u200B\u202E\u9F99\ud83d\t"]))
        select string.Concat(characters),
        from vector in Gen.Elements(Good)
        from at in Gen.Choose(0, vector.Input.Length)
        from extra in Gen.Elements([.. "0123456789X+@.-/:*' \u200B\u9F99\ud83d\t"])
        select vector.Input.Insert(at, extra.ToString()));

    [Fact]
    public void Keeps_a_canonical_value_canonical() => Prop.ForAll(
        Gen.Zip(Gen.Elements(Good), AnyText).ToArbitrary(),
        static pair =>
        {
            foreach (string text in new[] { pair.Item1.Input, pair.Item2 })
            {
                if (Identifier.TryParse(pair.Item1.KindNumber, text, pair.Item1.Namespace, out Identifier? once, out _))
                {
                    Identifier twice = Identifier.Parse(once.Kind, once.RevealValue(), once.Namespace);
                    Assert.Equal(once, twice);
                    Assert.Equal(once.RevealValue(), twice.RevealValue());
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Refuses_a_resident_id_with_any_one_character_changed() => Prop.ForAll(ResidentIds.ToArbitrary(), static number =>
    {
        Assert.Equal(number, Identifier.Parse(IdentifierKind.ResidentId, number).RevealValue());
        for (int i = 0; i < number.Length; i++)
        {
            foreach (char other in i == 17 ? "0123456789X" : "0123456789")
            {
                string changed = string.Concat(number.AsSpan(0, i), [other], number.AsSpan(i + 1));
                Assert.Equal(other == number[i], Identifier.TryParse(IdentifierKind.ResidentId, changed, null, out _, out IdentifierRefusal? refusal));
                Assert.True(refusal is null || refusal.LooksFabricated || refusal.Code is "excel.precision" or "resident-id.residence-permit");
            }
        }
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Refuses_a_card_with_any_one_digit_changed() => Prop.ForAll(Cards.ToArbitrary(), static number =>
    {
        if (!Identifier.TryParse(IdentifierKind.BankCard, number, null, out _, out _))
        {
            return;
        }

        for (int i = 0; i < number.Length; i++)
        {
            for (char other = '0'; other <= '9'; other++)
            {
                string changed = string.Concat(number.AsSpan(0, i), [other], number.AsSpan(i + 1));
                Assert.Equal(other == number[i], Identifier.TryParse(IdentifierKind.BankCard, changed, null, out _, out IdentifierRefusal? refusal));
                Assert.False(refusal?.LooksFabricated ?? false);
            }
        }
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Keeps_the_identifier_whatever_the_separators() => Prop.ForAll(
        Gen.Zip(Gen.Elements(Good.Where(static vector => vector.Kind is "phone" or "resident-id" or "uscc" or "bank-card" or "passport" or "travel-permit").ToArray()),
            Gen.ListOf(Gen.Zip(Gen.Choose(1, 40), Gen.Elements(SeparatorCharacters.ToCharArray())))).ToArbitrary(),
        static pair =>
        {
            string text = pair.Item1.Input;
            foreach ((int at, char separator) in pair.Item2)
            {
                text = text.Insert(Math.Min(at, text.Length), separator.ToString());
            }

            Assert.Equal(pair.Item1.CanonicalHex, Convert.ToHexStringLower(Identifier.Parse(pair.Item1.KindNumber, text, pair.Item1.Namespace).CanonicalBytes.Span));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Keeps_digits_out_of_messages_and_positions_inside_the_text() => Prop.ForAll(
        Gen.Zip(Gen.Elements(Good), AnyText).ToArbitrary(),
        static pair =>
        {
            if (Identifier.TryParse(pair.Item1.KindNumber, pair.Item2, pair.Item1.Namespace, out Identifier? identifier, out IdentifierRefusal? refusal))
            {
                Assert.Equal(pair.Item1.Kind, identifier.ToString());
                return;
            }

            Assert.True(refusal.Position is null || (refusal.Position >= 1 && refusal.Position <= pair.Item2.EnumerateRunes().Count()));
            Assert.DoesNotMatch("[0-9]{5}", refusal.Message.Replace("11643", "", StringComparison.Ordinal).Replace("32100", "", StringComparison.Ordinal).Replace("11714", "", StringComparison.Ordinal).Replace("810000", "", StringComparison.Ordinal).Replace("65535", "", StringComparison.Ordinal));
            Assert.DoesNotMatch("[^\u0000-\u007F]", refusal.Message.Replace("\u00A7", "", StringComparison.Ordinal).Replace("\u2026", "", StringComparison.Ordinal));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
}
