using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Usage;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>
/// Blind evaluation (spec/protocol.md §5). The order of the lines is the promise: look up, decode every element, debit durably, and only then evaluate. A stop after
/// the debit loses the member nothing: the same body is answered again without charge. The answer is never kept.
/// </summary>
internal sealed class Evaluate(
    Store store, EpochKeys keys, GroupArithmetic arithmetic, InFlight inFlight, ClockGuard clock, EvaluationMetrics metrics, UseNotes notes, HubOptions options)
{
    /// <summary>Index of the hub as a holder; today the only one.</summary>
    private const int Holder = 1;

    public static Task<IResult> HandleAsync(HttpContext context, Evaluate evaluate) => evaluate.RunAsync(context);

    private async Task<IResult> RunAsync(HttpContext context)
    {
        Outcome<EvaluationResponse> outcome = await AnswerAsync(context);
        if (!outcome.TryGet(out EvaluationResponse? response, out Refusal? refusal))
        {
            metrics.Refused(refusal.Type.Name, refusal.Counter);
            return refusal;
        }
        return TypedResults.Json(response, EvaluationJson.Default.EvaluationResponse);
    }

    private async Task<Outcome<EvaluationResponse>> AnswerAsync(HttpContext context)
    {
        Member member = context.GetMember();
        CancellationToken aborted = context.RequestAborted;
        Outcome<(EvaluationRequest Value, byte[] Digest)> body = await RequestBody.ReadDigestedAsync(context, EvaluationJson.Default.EvaluationRequest, options.Limits.EvaluateBytes);
        if (!body.TryGet(out (EvaluationRequest Value, byte[] Digest) request, out Refusal? refusal) || (refusal = EvaluationRules.CheckShape(request.Value)) is not null)
        {
            return refusal;
        }
        if (!clock.Ask().TryGet(out long now, out refusal))
        {
            return refusal;
        }
        Outcome<List<GroupWork>> found = await store.ReadAsync((connection, transaction) => ResolveGroups.Run(connection, transaction, request.Value, member, keys, now), aborted);
        if (!found.TryGet(out List<GroupWork>? groups, out refusal))
        {
            return refusal;
        }
        using IDisposable? room = inFlight.TryEnter(member.Slug, groups.Sum(static group => group.Count));
        if (room is null)
        {
            return new Refusal(ProblemTypes.TooManyInFlight, $"At most {InFlight.MaxElements} elements at once; wait for an answer before sending more.") { RetryAt = now + 1 };
        }
        if ((refusal = await arithmetic.DecodeAsync(member.Slug, groups)) is not null)
        {
            return refusal;
        }
        // Asked again in its turn: the time that is charged by is the one that was found sound.
        Outcome<AdmitEvaluation.Admission> admitted = await store.WriteAsync<AdmitEvaluation.Admission>((connection, transaction) => clock.Ask().TryGet(out long at, out Refusal? stepped)
            ? AdmitEvaluation.Run(connection, transaction, member, request.Value, request.Digest, groups, options, at) : stepped, aborted);
        if (!admitted.TryGet(out AdmitEvaluation.Admission? admission, out refusal))
        {
            NoteRefused(member, groups, refusal);
            return refusal;
        }
        await arithmetic.EvaluateAsync(member.Slug, groups);
        metrics.Answered(request.Value.Purpose, admission.Repeat);
        return new EvaluationResponse(Holder, [.. groups.Select(static group => new ResponseGroup(new Base64UrlBytes(group.Evaluated), new Base64UrlBytes(group.Proof)))], admission.Charged);
    }

    /// <summary>What a budget refuses is undone whole in the store, so it is noted beside it, once for each list and kind that was asked for.</summary>
    private void NoteRefused(Member member, List<GroupWork> groups, Refusal refusal)
    {
        if (refusal.Type == ProblemTypes.BudgetExhausted)
        {
            groups.Select(static group => (group.List, group.Kind)).Distinct().ToList().ForEach(of => notes.Refused(member.Slug, of.List, of.Kind));
        }
    }
}
