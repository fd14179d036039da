using System.Net;
using System.Text;
using System.Text.Json;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Server.Tests;

/// <summary>What a hub answers, taken apart.</summary>
internal static class Answers
{
    public static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    /// <summary>Asserts that the answer is a problem of that type and that its status, header and body agree.</summary>
    public static async Task<Problem> ProblemAsync(this HttpResponseMessage response, string type)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{(int)response.StatusCode} {body}");
        Problem problem = JsonSerializer.Deserialize(body, WireJson.Strict.Problem)!;
        Assert.Equal(Problem.TypePrefix + type, problem.Type);
        Assert.Equal((int)response.StatusCode, problem.Status);
        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
        return problem;
    }

    /// <summary>Waits for something that another thread will do; fails after a minute.</summary>
    public static async Task EventuallyAsync(Func<bool> condition, string what)
    {
        for (int round = 0; !condition(); round++)
        {
            Assert.True(round < 600, $"It never came: {what}");
            await Task.Delay(100);
        }
    }
}
