using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Demo.Worlds;

/// <summary>Invents people whose numbers are well formed, each number once.</summary>
internal sealed class People(SeededNumbers numbers)
{
    private static readonly string[] Prefixes = ["133", "135", "136", "137", "138", "139", "150", "151", "158", "159", "177", "180", "186", "187", "188", "189"];
    private static readonly string[] Areas = ["110101", "110105", "110108", "310104", "330106", "440106", "440305", "510104", "320106", "350203"];
    private const string CodeAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private readonly HashSet<string> _used = [];

    public Person Next(bool business) => new(Once(Phone), Once(Resident), business ? Once(Company) : "", Once(Card));

    public string Once(Func<string> make)
    {
        string text;
        do
        {
            text = make();
        }
        while (!_used.Add(text));
        return text;
    }

    private string Phone() => numbers.Pick(Prefixes) + numbers.Text(8);

    private string Resident()
    {
        string first17 = numbers.Pick(Areas) + $"{1960 + numbers.Below(38):D4}{1 + numbers.Below(12):D2}{1 + numbers.Below(28):D2}" + $"{1 + numbers.Below(998):D3}";
        return first17 + ResidentId.CheckCharacter(first17);
    }

    private string Company()
    {
        string first8 = "MA" + numbers.Text(6, CodeAlphabet);
        string first17 = "91" + numbers.Pick(Areas) + first8 + Uscc.OrganizationCheckCharacter(first8);
        return first17 + Uscc.CheckCharacter(first17);
    }

    private string Card()
    {
        string first18 = "6217" + numbers.Text(14);
        return first18 + BankCard.LuhnDigit(first18);
    }
}
