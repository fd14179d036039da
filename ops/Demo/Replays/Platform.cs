using System.Text;

namespace BlacklistExchange.Demo.Replays;

/// <summary>
/// The platform's own program, the same in every run: it admits whoever signs up unless an answer says to refuse, expels whom it catches, keeps whom it has not
/// caught within its window, and writes each decision down. With an agent it asks at sign-up and tells what it decided.
/// </summary>
internal sealed class Platform(IReadOnlyList<SignUp> signUps, int days, int window, Action<string> say)
{
    private static readonly DateOnly FirstDay = new(2020, 3, 1);

    private readonly StringBuilder _decisions = new();
    private readonly HashSet<string> _admitted = [];

    /// <summary>What the agent answered to each check, by account.</summary>
    public Dictionary<string, AgentAnswer> Answers { get; } = [];

    /// <summary>Whom the platform caught by itself.</summary>
    public int Expelled { get; private set; }

    /// <summary>Lives through the days and writes <paramref name="file"/>.</summary>
    public async Task RunAsync(AgentStage? agent, string file, CancellationToken cancellationToken)
    {
        ILookup<int, SignUp> arrivals = signUps.ToLookup(static one => one.Day);
        ILookup<int, SignUp> caught = signUps.Where(static one => one.InfringesOn is not null).ToLookup(static one => one.InfringesOn!.Value);
        for (int day = 1; day <= days; day++)
        {
            await AskAsync(agent, arrivals[day], cancellationToken);
            foreach (SignUp one in arrivals[day])
            {
                Decide(day, one, Answers.TryGetValue(one.Account, out AgentAnswer? answer) && answer.Refuses ? "refused" : "admitted");
            }
            List<(string Account, string Outcome)> told = [.. caught[day].Where(one => _admitted.Remove(one.Account)).Select(static one => (one.Account, "expelled")),
                .. arrivals[day - window].Where(one => _admitted.Remove(one.Account)).Select(static one => (one.Account, "kept"))];
            told.ForEach(one => Write(day, one.Account, one.Outcome));
            Expelled += told.Count(static one => one.Outcome == "expelled");
            await TellAsync(agent, told, cancellationToken);
            if (day % 10 == 0 || day == days)
            {
                say($"day {day} of {days}: {Expelled} expelled by the platform's own rule");
            }
        }
        await File.WriteAllTextAsync(file, _decisions.ToString(), cancellationToken);
    }

    private void Decide(int day, SignUp one, string decision)
    {
        Write(day, one.Account, decision);
        if (decision == "admitted")
        {
            _admitted.Add(one.Account);
        }
    }

    private void Write(int day, string account, string decision) => _decisions.Append($"{FirstDay.AddDays(day - 1):yyyy-MM-dd},{account},{decision}\n");

    private async Task AskAsync(AgentStage? agent, IEnumerable<SignUp> today, CancellationToken cancellationToken)
    {
        if (agent is not null)
        {
            foreach ((string account, AgentAnswer answer) in await Task.WhenAll(today.Select(async one => (one.Account, await agent.PostAsync("/v1/check", one.CheckBody, cancellationToken)))))
            {
                Answers.Add(account, answer);
            }
        }
    }

    private static async Task TellAsync(AgentStage? agent, List<(string Account, string Outcome)> told, CancellationToken cancellationToken)
    {
        if (agent is not null)
        {
            await Task.WhenAll(told.Select(one => agent.PostAsync("/v1/feedback", $$"""{"id":"{{one.Account}}","outcome":"{{one.Outcome}}"}""", cancellationToken)));
        }
    }
}
