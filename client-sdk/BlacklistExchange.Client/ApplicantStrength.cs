namespace BlacklistExchange.Client;

/// <summary>How firmly an applicant, known by several identifiers, is tied to the list.</summary>
public enum ApplicantStrength
{
    /// <summary>None of the identifiers is listed.</summary>
    None = 0,

    /// <summary>Something is listed that others may share: a phone number is recycled, an agent lends an account. Let a person look; do not refuse for it.</summary>
    Weak = 1,

    /// <summary>Two listed identifiers of one infringer, or one of a kind that belongs to one person or company.</summary>
    Strong = 2,
}
