using BlacklistExchange.Agent.Problems;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Agent.Checks;

/// <summary>One applicant to be checked: 1 to 100 identifiers of one person or company, and why.</summary>
internal sealed record CheckRequest(IReadOnlyList<AskedIdentifier> Identifiers, string Purpose, string? Id)
{
    public const int MostIdentifiers = 100;
    public const int LongestId = 200;

    /// <summary>The id is the caller's own name for the applicant.</summary>
    public static readonly string[] Fields = ["identifiers", "purpose", "id"];

    public static CheckRequest Read(JsonFields fields)
    {
        string? id = fields.OptionalText("id", LongestId);
        IReadOnlyList<JsonFields> identifiers = fields.Objects("identifiers", MostIdentifiers, AskedIdentifier.Fields);
        string purpose = fields.Text("purpose", 100);
        if (!Purposes.All.Contains(purpose))
        {
            fields.Refuse("purpose", $"One of {string.Join(", ", Purposes.All)}.");
        }
        return new CheckRequest([.. identifiers.Select(AskedIdentifier.Read)], purpose, id);
    }
}
