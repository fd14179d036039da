namespace BlacklistExchange.Demo.Replays;

/// <summary>Who somebody is who signs up. Known to the story and to nobody in it.</summary>
internal enum Truth
{
    Innocent,

    /// <summary>Innocent, with a phone number that a listed merchant had before.</summary>
    RecycledPhone,

    /// <summary>Innocent, who bought the company of a listed merchant.</summary>
    BoughtCompany,

    /// <summary>A merchant expelled elsewhere, who brings something along.</summary>
    Returning,

    /// <summary>A merchant expelled elsewhere, who brings nothing along that another platform knows.</summary>
    ReturningUnseen,

    /// <summary>Infringes here for the first time.</summary>
    NewInfringer,
}
