using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Agent.Checks;

/// <summary>Asks the SDK and makes an answer of whatever comes, within a time; notes whether the hub was reached.</summary>
internal sealed class AskHub(ExchangeClient client, AgentSettings settings, HubReach reach, TimeProvider time, ILogger<AskHub> log)
{
    /// <summary>The answer now, or after <paramref name="patience"/> that there is none; while the hub is away sooner.</summary>
    public async Task<CheckAnswer> AskAsync(CheckRequest request, TimeSpan patience, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patient = new(patience, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patient.Token, cancellationToken);
        using CancellationTokenRegistration shorten = reach.Shorten(patient);
        CheckAnswer answer = await AnswerAsync(request, identifiers => client.CheckAsync(identifiers, request.Purpose, either.Token), cancellationToken);
        if (PassingReasons.IsAway(answer))
        {
            reach.Failed();
        }
        return answer;
    }

    /// <summary>The answer when the padding of others has carried it, or <paramref name="latest"/> has come; null = never.</summary>
    public Task<CheckAnswer> AskWhenSpareAsync(CheckRequest request, DateTimeOffset? latest, CancellationToken cancellationToken) =>
        AnswerAsync(request, identifiers => client.CheckWhenSpareAsync(identifiers, request.Purpose, latest, cancellationToken), cancellationToken);

    private async Task<CheckAnswer> AnswerAsync(CheckRequest request, Func<Identifier[], Task<Checked>> ask, CancellationToken cancellationToken)
    {
        Identifier[] identifiers = [.. request.Identifiers.Select(static asked => asked.Identifier).OfType<Identifier>()];
        if (identifiers.Length == 0)
        {
            return AnswerRules.OfCheck(request.Identifiers, null, null, settings.OnUncertain) with { Id = request.Id };
        }
        try
        {
            Checked answer = await ask(identifiers);
            return AnswerRules.OfCheck(request.Identifiers, answer.Listing, answer.Handle, settings.OnUncertain) with { Id = request.Id };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            string within = reach.IsAway ? "The hub is away." : $"There was no answer within {settings.Patience.TotalSeconds:0} seconds.";
            return AnswerRules.OfNothing(request.Identifiers, PassingReasons.Timeout, $"{within} Ask again later.", settings.OnUncertain) with { Id = request.Id };
        }
        catch (ExchangeException exception)
        {
            log.LogWarning("A check ended without an answer: {Reason}", exception.Message);
            return AnswerRules.OfNothing(request.Identifiers, PassingReasons.Failed, exception.Message, settings.OnUncertain) with { Id = request.Id };
        }
    }
}
