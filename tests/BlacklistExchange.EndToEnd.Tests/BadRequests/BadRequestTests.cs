using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Tests;

namespace BlacklistExchange.EndToEnd.Tests.BadRequests;

/// <summary>The table: every row over real mutual TLS and HTTP/2, refused as spec/problems.md says, with nothing stored and nothing charged.</summary>
public sealed class BadRequestTests(BadWorld world) : IClassFixture<BadWorld>
{
    private static readonly BadRequest[] Table =
        [.. BodyFaults.All(), .. EvaluateFaults.All(), .. ReportFaults.All(), .. RetractionFaults.All(), .. RenewalFaults.All(), .. DeskFaults.All(), .. RouteFaults.All(), .. EmergencyFaults.All(), .. OperatorFaults.All()];

    private static readonly Dictionary<string, BadRequest> ByName = Table.ToDictionary(static row => row.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Table.Select(static row => row.Name)];

    [Fact]
    public void Keeps_a_table_of_at_least_120_rows_of_which_no_two_are_alike()
    {
        Assert.Equal(Table.Length, ByName.Count);
        Assert.True(Table.Length >= 120, $"{Table.Length} rows");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Refuses_the_request_and_keeps_nothing(string name)
    {
        BadRequest row = ByName[name];
        Shot shot = await row.MakeAsync(world);
        SortedDictionary<string, string> before = await StoreImage.ReadAsync(world.Hub.Store);
        using HttpResponseMessage answer = await shot.Client.SendAsync(shot.Request);
        SortedDictionary<string, string> after = await StoreImage.ReadAsync(world.Hub.Store);
        Problem problem = await answer.ProblemAsync(row.Type);
        Assert.Equal(row.Status, problem.Status);
        Assert.Equal((row.Field, row.Group, row.Index, row.Counter), (problem.Field, problem.Group, problem.Index, problem.Counter));
        Assert.False(string.IsNullOrEmpty(problem.Title));
        Assert.Null(problem.Incident);
        Assert.DoesNotContain(after, table => before[table.Key] != table.Value);
    }
}
