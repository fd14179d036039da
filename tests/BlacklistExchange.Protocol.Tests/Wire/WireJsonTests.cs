using System.Text.Json;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Protocol.Tests.Wire;

public sealed class WireJsonTests
{
    private const string Group = """{"list":"brands","epoch":1,"kind":"phone","elements":"AAAA"}""";
    private const string Request = $$"""{"request_id":"6f1cfb1c-3d9e-4b7e-9a55-0d8f1f2b7c11","purpose":"sign-up","groups":[{{Group}}]}""";

    [Fact]
    public void Keeps_names_in_snake_case_and_leaves_nulls_out()
    {
        EvaluateRequest request = JsonSerializer.Deserialize(Request, WireJson.Strict.EvaluateRequest)!;
        Assert.Equal(Request, JsonSerializer.Serialize(request, WireJson.Default.EvaluateRequest));
        Problem problem = new() { Type = Problem.TypePrefix + "budget-exhausted", Title = "Out of budget.", Status = 429, RetryAt = 7 };
        Assert.Equal("""{"type":"urn:bex:problem:budget-exhausted","title":"Out of budget.","status":429,"retry_at":7}""", JsonSerializer.Serialize(problem, WireJson.Default.Problem));
    }

    [Theory]
    [InlineData("unknown member", """{"request_id":"6f1cfb1c-3d9e-4b7e-9a55-0d8f1f2b7c11","purpose":"sign-up","groups":[],"x":1}""")]
    [InlineData("unknown member of a group", """{"request_id":"6f1cfb1c-3d9e-4b7e-9a55-0d8f1f2b7c11","purpose":"sign-up","groups":[{"list":"brands","epoch":1,"kind":"phone","elements":"AAAA","x":1}]}""")]
    [InlineData("duplicate", """{"request_id":"6f1cfb1c-3d9e-4b7e-9a55-0d8f1f2b7c11","purpose":"sign-up","purpose":"payout","groups":[]}""")]
    [InlineData("missing", """{"request_id":"6f1cfb1c-3d9e-4b7e-9a55-0d8f1f2b7c11","groups":[]}""")]
    [InlineData("null", """{"request_id":"6f1cfb1c-3d9e-4b7e-9a55-0d8f1f2b7c11","purpose":null,"groups":[]}""")]
    [InlineData("null list", """{"request_id":"6f1cfb1c-3d9e-4b7e-9a55-0d8f1f2b7c11","purpose":"sign-up","groups":null}""")]
    [InlineData("id that is none", """{"request_id":"6f1cfb1c","purpose":"sign-up","groups":[]}""")]
    [InlineData("number as text", """{"request_id":"6f1cfb1c-3d9e-4b7e-9a55-0d8f1f2b7c11","purpose":"sign-up","groups":[{"list":"brands","epoch":"1","kind":"phone","elements":"AAAA"}]}""")]
    [InlineData("negative epoch", """{"request_id":"6f1cfb1c-3d9e-4b7e-9a55-0d8f1f2b7c11","purpose":"sign-up","groups":[{"list":"brands","epoch":-1,"kind":"phone","elements":"AAAA"}]}""")]
    [InlineData("other case", """{"Request_Id":"6f1cfb1c-3d9e-4b7e-9a55-0d8f1f2b7c11","purpose":"sign-up","groups":[]}""")]
    [InlineData("trailing value", """{"request_id":"6f1cfb1c-3d9e-4b7e-9a55-0d8f1f2b7c11","purpose":"sign-up","groups":[]}{}""")]
    [InlineData("comment", """{"request_id":"6f1cfb1c-3d9e-4b7e-9a55-0d8f1f2b7c11","purpose":"sign-up","groups":[/**/]}""")]
    [InlineData("trailing comma", """{"request_id":"6f1cfb1c-3d9e-4b7e-9a55-0d8f1f2b7c11","purpose":"sign-up","groups":[],}""")]
    [InlineData("nothing", "")]
    public void Refuses_at_the_hub(string cause, string json)
    {
        JsonException refusal = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, WireJson.Strict.EvaluateRequest));
        Assert.False(string.IsNullOrEmpty(refusal.Message), cause);
    }

    [Fact]
    public void Keeps_reading_an_answer_with_members_it_does_not_know()
    {
        BudgetResponse budget = JsonSerializer.Deserialize("""{"entity":"jd","budgets":[],"new_thing":{"a":[1]}}""", WireJson.Default.BudgetResponse)!;
        Assert.Equal("jd", budget.Entity);
    }
}
