using System.Text;

namespace BlacklistExchange.Client;

/// <summary>A check's answer, and what answers the same question later without asking anybody.</summary>
/// <param name="Listing">The answer, as <see cref="ExchangeClient.QueryApplicantAsync"/> gives it.</param>
/// <param name="Handle">
/// To be kept in the member's own table and given to <see cref="ExchangeClient.Match"/>: some 300 characters of base64url for 1 to 4 identifiers, at most
/// 6,300 for 100, for each epoch that is live (spec/handles.md). Without the member's vault key it says nothing. Null when no entry key could be had.
/// </param>
public sealed record Checked(ApplicantListing Listing, string? Handle)
{
    /// <summary>A handle is long and belongs into a table, not into a log.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append($"{nameof(Listing)} = {Listing}, {nameof(Handle)} = {(Handle is null ? "none" : "sealed")}");
        return true;
    }
}
