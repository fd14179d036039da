using System.Buffers.Text;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>
/// Blind evaluation (spec/protocol.md §5). The order of the lines is the promise: look up, decode every element, debit durably, and only then evaluate. A stop after
/// the debit loses the member nothing: the same body is answered again without charge. The answer is never kept.
/// </summary>
internal sealed class Evaluate(
    Store store, EpochKeys keys, EvaluationWorkers workers, InFlight inFlight, ClockGuard clock, EvaluationMetrics metrics, HubOptions options, TimeProvider time)
{
    /// <summary>Index of the hub as a holder; today the only one.</summary>
    private const int Holder = 1;

    public static Task<IResult> HandleAsync(HttpContext context, Evaluate evaluate) => evaluate.RunAsync(context);

    private async Task<IResult> RunAsync(HttpContext context)
    {
        Outcome<EvaluateResponse> outcome = await AnswerAsync(context);
        if (!outcome.TryGet(out EvaluateResponse? response, out Refusal? refusal))
        {
            metrics.Refused(refusal.Type.Name, refusal.Counter);
            return refusal;
        }
        return TypedResults.Json(response, WireJson.Default.EvaluateResponse);
    }

    private async Task<Outcome<EvaluateResponse>> AnswerAsync(HttpContext context)
    {
        Member member = context.GetMember();
        CancellationToken aborted = context.RequestAborted;
        Outcome<(EvaluateRequest Value, byte[] Digest)> body = await RequestBody.ReadDigestedAsync(context, WireJson.Default.EvaluateRequest, options.Limits.EvaluateBytes);
        if (!body.TryGet(out (EvaluateRequest Value, byte[] Digest) request, out Refusal? refusal) || (refusal = EvaluationRules.CheckShape(request.Value)) is not null)
        {
            return refusal;
        }
        Outcome<List<GroupWork>> found = await store.ReadAsync((connection, transaction) =>
            ResolveGroups.Run(connection, transaction, request.Value, member, keys, Now()), aborted);
        if (!found.TryGet(out List<GroupWork>? groups, out refusal))
        {
            return refusal;
        }
        using IDisposable? room = inFlight.TryEnter(member.Slug, groups.Sum(static group => group.Count));
        if (room is null)
        {
            return new Refusal(ProblemTypes.TooManyInFlight, $"At most {InFlight.MaxElements} elements at once; wait for an answer before sending more.") { RetryAt = Now() + 1 };
        }
        Outcome<List<GroupWork>> decoded = await workers.RunAsync(member.Slug, () => Decode(groups));
        if (!decoded.TryGet(out groups, out refusal) || (refusal = clock.Refuse()) is not null)
        {
            return refusal;
        }
        Outcome<AdmitEvaluation.Admission> admitted = await store.WriteAsync<AdmitEvaluation.Admission>((connection, transaction) =>
            AdmitEvaluation.Run(connection, transaction, member, request.Value, request.Digest, groups, options, Now()), aborted);
        if (!admitted.TryGet(out AdmitEvaluation.Admission? admission, out refusal))
        {
            return refusal;
        }
        EvaluatedGroup[] answers = await Task.WhenAll(groups.Select(group => workers.RunAsync(member.Slug, () => Compute(group))));
        metrics.Answered(request.Value.Purpose, admission.Repeat);
        return new EvaluateResponse(Holder, answers, admission.Charged);
    }

    private static Outcome<List<GroupWork>> Decode(List<GroupWork> groups)
    {
        List<GroupWork> decoded = new(groups.Count);
        for (int index = 0; index < groups.Count; index++)
        {
            if (!BlindedElements.TryDecode(groups[index].Key.Suite, groups[index].Bytes, out BlindedElements? elements, out int refused))
            {
                return new Refusal(ProblemTypes.InvalidElement, "Nothing was evaluated and nothing charged.") { Field = $"groups[{index}].elements", Group = index, Index = refused };
            }
            decoded.Add(groups[index] with { Decoded = elements });
        }
        return decoded;
    }

    private EvaluatedGroup Compute(GroupWork group)
    {
        long start = time.GetTimestamp();
        byte[] evaluated = new byte[group.Bytes.Length];
        byte[] proof = new byte[group.Key.Suite.ProofSize];
        group.Key.Server.BlindEvaluate(group.Decoded!, evaluated, proof);
        metrics.Evaluated(group.List, group.KindName, group.Count, time.GetElapsedTime(start));
        return new EvaluatedGroup(Base64Url.EncodeToString(evaluated), Base64Url.EncodeToString(proof));
    }

    private long Now() => time.GetUtcNow().ToUnixTimeSeconds();
}
