using System.Diagnostics;
using System.Text.Json.Nodes;

namespace BlacklistExchange.Benchmarks.Agents;

/// <summary>A courier's day: each sender is checked at its first parcel and leaves a handle, every other parcel is a match.</summary>
internal sealed class ParcelDay(AgentProcess agent, int senders, int parcels, int firstSender)
{
    private const int Callers = 8;

    private readonly string?[] _handles = new string?[senders];

    public double ChecksPerSecond { get; private set; }

    public double MatchesPerSecond { get; private set; }

    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        await EachAsync(senders, 64, FirstAsync, cancellationToken);
        ChecksPerSecond = senders / Stopwatch.GetElapsedTime(start).TotalSeconds;
        start = Stopwatch.GetTimestamp();
        int rest = parcels - senders;
        await EachAsync(rest, Callers, AgainAsync, cancellationToken);
        MatchesPerSecond = rest / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private async Task FirstAsync(int index, CancellationToken cancellationToken)
    {
        JsonNode answer = JsonNode.Parse(await agent.PostAsync("/v1/check", Applicant.Sender(firstSender + index), cancellationToken))!;
        Require(index, answer);
        _handles[index] = $$"""{"handle":"{{(string)answer["handle"]!}}"}""";
    }

    private async Task AgainAsync(int index, CancellationToken cancellationToken)
    {
        // Senders in an order that no cache helps.
        int sender = (int)(index * 7919L % senders);
        string body = await agent.PostAsync("/v1/match", _handles[sender]!, cancellationToken);
        if (index % 1009 == 0)
        {
            Require(sender, JsonNode.Parse(body)!);
        }
    }

    private void Require(int sender, JsonNode answer)
    {
        if ((string)answer["verdict"]! != (Applicant.IsListed(firstSender + sender) ? "listed" : "not-listed"))
        {
            throw new NotMeasuredException($"A parcel of sender {sender} was answered '{answer["verdict"]}': {answer["explanation"]}");
        }
    }

    private static Task EachAsync(int count, int callers, Func<int, CancellationToken, Task> ask, CancellationToken cancellationToken) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = callers, CancellationToken = cancellationToken }, async (index, cancelled) => await ask(index, cancelled));
}
