using BlacklistExchange.Demo.Worlds;

namespace BlacklistExchange.Demo.Replays;

/// <summary>Days of sign-ups that follow from the seed: many innocent people, a few merchants whom the other four platforms expelled, and those who only look like them.</summary>
internal static class SignUps
{
    private const int Chance = 20;

    /// <summary>Of twenty merchants who return, so many do it again.</summary>
    private const int DoItAgain = 17;

    public static IReadOnlyList<SignUp> Generate(long seed, int days, int aDay, IReadOnlyList<Person> expelled, int window)
    {
        // Numbers of its own, so that none is one of the world's by its seed.
        SeededNumbers numbers = new(~seed);
        People people = new(numbers);
        List<SignUp> all = [];
        for (int day = 1; day <= days; day++)
        {
            List<Truth> today = [.. Special(numbers, day)];
            today.AddRange(Enumerable.Repeat(Truth.Innocent, Math.Max(0, aDay - today.Count)));
            foreach (Truth truth in numbers.Shuffled(today))
            {
                Person person = Disguise(truth, numbers.Pick(expelled), people.Next(business: truth != Truth.Innocent || numbers.Below(2) == 0), numbers.Below(3));
                all.Add(new SignUp(day, $"u{all.Count + 1:D6}", person, truth, InfringesOn(truth, day, window, numbers)));
            }
        }
        return all;
    }

    private static IEnumerable<Truth> Special(SeededNumbers numbers, int day)
    {
        foreach (int _ in Enumerable.Range(0, 1 + numbers.Below(2)))
        {
            yield return Truth.Returning;
        }
        yield return Truth.RecycledPhone;
        yield return day % 2 == 0 ? Truth.NewInfringer : Truth.Innocent;
        yield return day % 3 == 0 ? Truth.ReturningUnseen : Truth.Innocent;
        yield return day % 10 == 1 ? Truth.BoughtCompany : Truth.Innocent;
    }

    /// <summary>What a person has in common with a merchant who was expelled elsewhere.</summary>
    private static Person Disguise(Truth truth, Person owner, Person other, int way) => (truth, way) switch
    {
        (Truth.RecycledPhone, _) => other with { Phone = owner.Phone },
        (Truth.BoughtCompany, _) => other with { Uscc = owner.Uscc },
        (Truth.Returning, 0) => other with { ResidentId = owner.ResidentId },
        (Truth.Returning, 1) => other with { Uscc = owner.Uscc },
        (Truth.Returning, _) => other with { Phone = owner.Phone, BankCard = owner.BankCard },
        _ => other,
    };

    private static int? InfringesOn(Truth truth, int day, int window, SeededNumbers numbers) => truth switch
    {
        Truth.NewInfringer => day + 1 + numbers.Below(window),
        Truth.Returning or Truth.ReturningUnseen when numbers.Below(Chance) < DoItAgain => day + 1 + numbers.Below(window),
        _ => null,
    };
}
