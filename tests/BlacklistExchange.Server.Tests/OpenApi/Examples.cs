using System.Buffers.Text;
using System.Text.Json;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Tests.Gates;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Server.Tests.OpenApi;

/// <summary>Messages with the values of spec/vectors, so that a reader can compute what stands in the examples. Every identifier behind them is invented.</summary>
internal static class Examples
{
    private static readonly JsonElement Worked = Vectors("worked-example");
    private static readonly JsonElement Statements = Vectors("statements");
    private static readonly Guid ReportId = Statement().ReportId;

    public static readonly ListsResponse Lists = new("example-exchange", 1_580_515_200,
        [new ListInfo("ipr-example", "Infringers of intellectual property", 3, ["phone", "uscc"], [Purposes.SignUp, Purposes.Report], 86_400, [new LadderRule("court-decision", false, 1, "listed")])]);

    public static readonly EvaluateRequest Evaluate = new(new Guid("7f9c24e8-3b1d-4c59-9e0a-2d1f5b6a7c80"), Purposes.SignUp, [new EvaluateGroup("ipr-example", 7, "phone", FourTimes("blinded_element"))]);

    public static readonly EvaluateResponse Evaluated = new(1, [new EvaluatedGroup(FourTimes("evaluated_element"), Text(Worked, "proof"))], 4);

    public static readonly BudgetResponse Budget = new("example-group",
        [new BudgetLine("ipr-example", "phone", 7, new BudgetCounter(4_096, 4_092, 1_580_515_204), new BudgetCounter(20_000, 19_996, 1_580_601_600), new BudgetCounter(1_000_000, 999_996))]);

    public static readonly ReportRequest Report = new(Signed("report"), [new ReportSecret(Text(Statements, "entry_key"), Text(Statements, "item_salt"))]);

    public static readonly ReportResponse Reported = new(Signed("receipt"));

    public static readonly RetractionRequest Retraction = new(Signed("retraction"));

    public static readonly RetractionResponse Retracted = new(ReportId, [new RetractedItem(0, Worked.GetProperty("tag").GetString()!, "retracted")]);

    public static readonly RenewalRequest Renewal = new(Signed("renewal"), [new RenewalSecret(Text(Statements, "entry_key"), Text(Statements, "item_salt"))]);

    public static readonly RenewalResponse Renewed = new([new RenewedItem("renewed", "listed")]);

    public static readonly EntryStateRequest EntryState = new("ipr-example", 7, "phone", Text(Worked, "entry_key"));

    public static readonly EntryStateResponse EntryStands = new(Worked.GetProperty("tag").GetString()!, "listed", 1, 1_580_515_200);

    public static readonly DisputeRequest Dispute = new("ipr-example", 7, "phone", Text(Worked, "entry_key"), "The number was assigned to another person in 2019.", "2020-0117");

    public static readonly EntryStateResponse Disputed = EntryStands with { State = "disputed" };

    public static readonly EmergencyRequest Emergency = new("platform-a", "000G-40R4-0M30-E209-185G-R38E-1W2J");

    public static readonly EmergencyResponse Suspended = new("platform-a", "suspended");

    public static readonly EpochsResponse Epochs = new([SignedOf(Vectors("files"), "descriptor")]);

    public static readonly ManifestResponse Manifest = new(SignedOf(Vectors("files"), "manifest"));

    private static ReportStatement Statement()
    {
        Assert.True(ReportStatement.TryDecode(Convert.FromHexString(Statements.GetProperty("report").GetString()!), out ReportStatement statement));
        return statement;
    }

    private static SignedBytes Signed(string name) => SignedOf(Statements, name);

    private static SignedBytes SignedOf(JsonElement vectors, string name) => new(Text(vectors, name), Text(vectors, name + "_signature"));

    private static string FourTimes(string name)
    {
        byte[] one = Convert.FromHexString(Worked.GetProperty(name).GetString()!);
        return Base64Url.EncodeToString([.. one, .. one, .. one, .. one]);
    }

    private static string Text(JsonElement vectors, string name) => Base64Url.EncodeToString(Convert.FromHexString(vectors.GetProperty(name).GetString()!));

    private static JsonElement Vectors(string name)
    {
        using JsonDocument document = JsonDocument.Parse(Repository.Read($"spec/vectors/{name}.json"));
        return document.RootElement.Clone();
    }
}
