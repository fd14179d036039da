using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>What a request must look like before anything is looked up, decoded or charged (spec/protocol.md §5.1, §5.2). No I/O.</summary>
internal static class EvaluationRules
{
    internal static Refusal? CheckShape(EvaluationRequest request) =>
        request.RequestId == Guid.Empty ? Invalid("request_id", "A random UUID.")
        : !Purposes.All.Contains(request.Purpose) ? Invalid("purpose", $"One of: {string.Join(", ", Purposes.All)}.")
        : request.Groups.Count is 0 or > GroupSizes.MaxGroups ? Invalid("groups", $"1 to {GroupSizes.MaxGroups} groups.")
        : null;

    /// <summary>The bytes of a group's elements; refused unless they are whole elements in a padded size.</summary>
    internal static Outcome<byte[]> Read(Base64UrlBytes elements, int elementSize, int group)
    {
        if (elements.Value is not { } bytes)
        {
            return Elements(group, "Base64url text without padding (RFC 4648 section 5).");
        }
        if (bytes.Length % elementSize != 0)
        {
            return Elements(group, $"{bytes.Length} bytes are no whole number of elements of {elementSize} bytes.");
        }
        return GroupSizes.IsPadded(bytes.Length / elementSize) ? bytes
            : Elements(group, $"The group holds {bytes.Length / elementSize} elements; pad it to 4, 16, 64, 256 or 1024.");
    }

    internal static Refusal? CheckTotal(int elements) =>
        elements > GroupSizes.MaxRequest ? Invalid("groups", $"The groups hold {elements} elements together; a request takes {GroupSizes.MaxRequest}.") : null;

    private static Refusal Elements(int group, string detail) => new(ProblemTypes.InvalidField, detail) { Field = $"groups[{group}].elements", Group = group };

    private static Refusal Invalid(string field, string detail) => new(ProblemTypes.InvalidField, detail) { Field = field };
}
