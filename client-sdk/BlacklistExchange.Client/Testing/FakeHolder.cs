using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Testing;

/// <summary>One holder of a fake hub's keys: charges, evaluates and proves as the protocol says, and lies when told to. It keeps request ids, never answers.</summary>
internal sealed class FakeHolder(int index, FakeHubOptions options, FakeBudget budget)
{
    private const int RepeatsFree = 3;

    private readonly Dictionary<(string Member, Guid Request), (string Digest, int Repeats)> _seen = [];

    public FakeHubLie Lies { get; set; }

    public (EvaluateResponse? Answer, Problem? Problem) Evaluate(EvaluateRequest request, FakeMember member, IReadOnlyList<FakeEpoch> epochs)
    {
        if (Fault(request, epochs) is { } fault)
        {
            return (null, fault);
        }
        string digest = Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Default.EvaluateRequest)));
        (Problem? refusal, bool charged) = Charge(request, member, digest);
        if (refusal is not null)
        {
            return (null, refusal);
        }
        List<EvaluatedGroup> groups = [];
        foreach (EvaluateGroup group in request.Groups)
        {
            IdentifierKinds.TryGetByName(group.Kind, out IdentifierKind kind);
            FakeEpoch epoch = epochs.First(epoch => epoch.Number == group.Epoch);
            FakeEpoch used = Lies.HasFlag(FakeHubLie.OldEpoch) ? epochs.LastOrDefault(other => other.Number < epoch.Number) ?? epoch : epoch;
            if (used.Evaluate(kind, index, Base64Url.DecodeFromChars(group.Elements), Lies.HasFlag(FakeHubLie.WrongKey)) is not { } evaluated)
            {
                return (null, FakeProblem.Of(400, "invalid-element", "An element is not canonical.") with { Group = groups.Count });
            }
            groups.Add(Distort(evaluated.Elements, evaluated.Proof));
        }
        IReadOnlyList<EvaluatedGroup> sent = Lies.HasFlag(FakeHubLie.MissingGroup) ? groups[..^1] : groups;
        return (new EvaluateResponse(index, sent, charged ? Units(request).Sum(static group => (long)group.Units) : 0), null);
    }

    private Problem? Fault(EvaluateRequest request, IReadOnlyList<FakeEpoch> epochs)
    {
        if (request.Groups.Count is 0 or > GroupSizes.MaxGroups || Units(request).Sum(static group => group.Units) > GroupSizes.MaxRequest || !Purposes.All.Contains(request.Purpose))
        {
            return FakeProblem.Of(400, "invalid-field", "Purpose, number of groups or number of elements.");
        }
        for (int at = 0; at < request.Groups.Count; at++)
        {
            EvaluateGroup group = request.Groups[at];
            bool known = group.List == options.List && IdentifierKinds.TryGetByName(group.Kind, out IdentifierKind kind) && epochs.Any(epoch => epoch.Number == group.Epoch && epoch.HasKey(kind));
            if (!known || !GroupSizes.IsPadded(Base64Url.DecodeFromChars(group.Elements).Length / 32))
            {
                return known ? FakeProblem.Of(400, "invalid-field", "A group has a size that is not padded.") with { Group = at } : FakeProblem.Of(409, "epoch-not-live", "No such key.") with { Group = at };
            }
        }
        return null;
    }

    private (Problem? Refusal, bool Charged) Charge(EvaluateRequest request, FakeMember member, string digest)
    {
        if (_seen.TryGetValue((member.Name, request.RequestId), out (string Digest, int Repeats) before))
        {
            if (before.Digest != digest || before.Repeats >= RepeatsFree)
            {
                return (FakeProblem.Of(409, before.Digest != digest ? "request-id-reused" : "request-spent", "Use a new request id."), false);
            }
            _seen[(member.Name, request.RequestId)] = (digest, before.Repeats + 1);
            return (null, false);
        }
        Problem? refusal = budget.Debit(Units(request), options.TimeProvider.GetUtcNow());
        if (refusal is null)
        {
            _seen[(member.Name, request.RequestId)] = (digest, 0);
        }
        return (refusal, refusal is null);
    }

    private EvaluatedGroup Distort(byte[] elements, byte[] proof)
    {
        if (Lies.HasFlag(FakeHubLie.FlippedProof))
        {
            proof[5] ^= 1;
        }
        if (Lies.HasFlag(FakeHubLie.Permuted))
        {
            byte[] first = elements[..32];
            elements.AsSpan(32, 32).CopyTo(elements);
            first.CopyTo(elements.AsSpan(32));
        }
        return new EvaluatedGroup(Base64Url.EncodeToString(Lies.HasFlag(FakeHubLie.ShortAnswer) ? elements.AsSpan(0, elements.Length - 32) : elements), Base64Url.EncodeToString(proof));
    }

    private static List<(IdentifierKind Kind, int Units)> Units(EvaluateRequest request) =>
        [.. request.Groups.Select(static group => (IdentifierKinds.TryGetByName(group.Kind, out IdentifierKind kind) ? kind : default, Base64Url.DecodeFromChars(group.Elements).Length / 32))];
}
