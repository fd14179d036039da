using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace SignUpSample;

/// <summary>The shop's policy, all of it: the exchange says what is on the list, and this class what follows.</summary>
internal sealed class Admission(ExchangeClient exchange, ILogger<Admission> log)
{
    /// <summary>Nobody waits longer for a page.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<Decision> DecideAsync(IReadOnlyList<Identifier> identifiers, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(Patience, TimeProvider.System);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            Checked answer = await exchange.CheckAsync(identifiers, Purposes.SignUp, either.Token);
            return Decide(answer.Listing) with { Handle = answer.Handle };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Decision(IsRefused: false, Note: "not checked: no answer in time");
        }
        catch (ExchangeException exception)
        {
            // The network, the hub and a budget are answers, not exceptions; what is left is a fault of this machine, and no fault of the applicant.
            log.LogError("A check ended without an answer: {Reason}", exception.Message);
            return new Decision(IsRefused: false, Note: "not checked: " + exception.Message);
        }
    }

    /// <summary>A strong hit refuses; a weak one (a recycled phone number) and an uncertain answer let pass, and a person looks.</summary>
    public static Decision Decide(ApplicantListing listing) => listing switch
    {
        { ShouldRefuse: true } => new Decision(IsRefused: true, Note: null),
        { Strength: ApplicantStrength.Weak } => new Decision(IsRefused: false, "weak hit: " + listing.Explanation),
        { IsComplete: false } => new Decision(IsRefused: false, "unsure: " + string.Join(" ", listing.Listings.Select(static one => one.Explanation).Distinct())),
        _ => new Decision(IsRefused: false, Note: null),
    };
}
