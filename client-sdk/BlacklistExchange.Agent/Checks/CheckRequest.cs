using System.Text;
using BlacklistExchange.Agent.Problems;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Agent.Checks;

/// <summary>One applicant to be checked: 1 to 100 identifiers of one person or company, and why; with the caller's own name for it, if it has one.</summary>
internal sealed record CheckRequest(IReadOnlyList<AskedIdentifier> Identifiers, string Purpose, string? Id)
{
    public const int MostIdentifiers = 100;
    public const int LongestId = 200;

    /// <summary>How far ahead <c>latest</c> may lie, and how long a check is kept at all.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    public static readonly string[] Fields = ["identifiers", "purpose", "id", "when", "latest", "watch"];

    /// <summary>Not to be asked now: it waits for the padding of others' requests.</summary>
    public bool WhenSpare { get; init; }

    /// <summary>Unix seconds when to ask in the ordinary way what still waits; null = at the end of the longest wait.</summary>
    public long? Latest { get; init; }

    /// <summary>Whether to watch the applicant from the answer on.</summary>
    public bool Watch { get; init; }

    public static CheckRequest Read(JsonFields fields)
    {
        string? id = fields.OptionalText("id", LongestId);
        IReadOnlyList<JsonFields> identifiers = fields.Objects("identifiers", MostIdentifiers, AskedIdentifier.Fields);
        string purpose = fields.Text("purpose", 100);
        if (!Purposes.All.Contains(purpose))
        {
            fields.Refuse("purpose", $"One of {string.Join(", ", Purposes.All)}.");
        }
        string when = fields.OptionalText("when", 100) ?? "now";
        if (when is not ("now" or "spare"))
        {
            fields.Refuse("when", "One of now, spare.");
        }
        long? latest = fields.OptionalNumber("latest", 1, DateTimeOffset.MaxValue.ToUnixTimeSeconds());
        if (latest is not null && when == "now")
        {
            fields.Refuse("latest", "Only together with \"when\": \"spare\".");
        }
        bool watch = fields.Flag("watch");
        if (watch && id is null)
        {
            fields.Require("id");
        }
        return new CheckRequest([.. identifiers.Select(AskedIdentifier.Read)], purpose, id) { WhenSpare = when == "spare", Latest = latest, Watch = watch };
    }

    /// <summary>What the clock has to say against it; null when nothing.</summary>
    public Refusal? Late(DateTimeOffset now) => Latest > (now + LongestWait).ToUnixTimeSeconds()
        ? new Refusal(ProblemTypes.InvalidField, $"At most {LongestWait.TotalDays:0} days from now.", "latest")
        : null;

    /// <summary>Neither identifiers nor the caller's name for them, which may be personal too.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append($"{nameof(Purpose)} = {Purpose}, {nameof(Identifiers)} = {Identifiers.Count}");
        return true;
    }
}
