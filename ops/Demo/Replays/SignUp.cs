using System.Text.Json;
using BlacklistExchange.Demo.Worlds;

namespace BlacklistExchange.Demo.Replays;

/// <summary>Somebody who signs up at the platform that tries the list.</summary>
/// <param name="Day">Day of the replay, from 1.</param>
/// <param name="Account">The platform's own name of the account.</param>
/// <param name="Person">What is given at sign-up.</param>
/// <param name="Truth">Who it is.</param>
/// <param name="InfringesOn">The day on which it is caught infringing here; null = never.</param>
internal sealed record SignUp(int Day, string Account, Person Person, Truth Truth, int? InfringesOn)
{
    /// <summary>Whether the list must accuse strongly: two of one merchant's numbers, or one that is nobody else's.</summary>
    public bool IsStrong => Truth is Truth.Returning or Truth.BoughtCompany;

    public string CheckBody => JsonSerializer.Serialize(new
    {
        id = Account,
        purpose = "sign-up",
        identifiers = Identifiers.Where(static one => one.Value.Length > 0).Select(static one => new { kind = one.Kind, value = one.Value }),
    });

    private (string Kind, string Value)[] Identifiers => [("phone", Person.Phone), ("resident-id", Person.ResidentId), ("uscc", Person.Uscc), ("bank-card", Person.BankCard)];
}
