namespace SignUpSample;

/// <summary>What the shop does with an applicant.</summary>
/// <param name="IsRefused">No account.</param>
/// <param name="Note">What a person should look at later; holds no identifier.</param>
/// <param name="Handle">To be kept with the account; null when nothing could be asked.</param>
internal sealed record Decision(bool IsRefused, string? Note, string? Handle = null);
