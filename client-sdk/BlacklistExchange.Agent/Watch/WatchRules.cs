using BlacklistExchange.Agent.Checks;
using BlacklistExchange.Agent.Events;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;

namespace BlacklistExchange.Agent.Watch;

/// <summary>What of a match is news, without I/O (spec/agent.md section 5).</summary>
internal static class WatchRules
{
    /// <summary>How the caller is told about what nobody knew before.</summary>
    public const string Unknown = "unknown";

    private static readonly string None = KebabName.Of(Standing.None);

    /// <summary>From the mildest to the worst.</summary>
    private static readonly string[] Standings = [None, KebabName.Of(Standing.Watch), KebabName.Of(Standing.Disputed), AnswerRules.Listed];

    /// <summary>The worst standing of the applicant's identifiers; null when the answer is not certain enough to say.</summary>
    public static string? StandingOf(CheckAnswer answer) => answer.Verdict == AnswerRules.Listed ? AnswerRules.Listed
        : answer.Verdict != KebabName.Of(Verdict.NotListed) ? null
        : Standings[answer.Identifiers.Max(static one => Array.IndexOf(Standings, one.Standing))];

    /// <summary>The watch as it begins.</summary>
    public static WatchedApplicant Begin(string id, string handle, CheckAnswer answer)
    {
        string? standing = StandingOf(answer);
        return new WatchedApplicant(id, handle, standing, standing is null ? null : answer.Strength, IsAgeing: false);
    }

    /// <summary>The watch after a match, and what the caller should hear of it. From unknown to nothing is no news.</summary>
    public static (WatchedApplicant After, IReadOnlyList<EventMessage> News) Match(WatchedApplicant before, CheckAnswer answer)
    {
        List<EventMessage> news = [];
        WatchedApplicant after = before;
        if (StandingOf(answer) is { } standing && (standing, answer.Strength) != (before.Standing, before.Strength))
        {
            after = after with { Standing = standing, Strength = answer.Strength };
            if (before.Standing is not null || standing != None)
            {
                news.Add(new EventMessage { Type = EventMessage.ListingChanged, Id = before.Id, From = before.Standing ?? Unknown, To = standing, Answer = answer });
            }
        }
        if (answer.NeedsRefresh == true && !before.IsAgeing)
        {
            after = after with { IsAgeing = true };
            news.Add(new EventMessage { Type = EventMessage.HandleAgeing, Id = before.Id, Answer = answer });
        }
        return (after, news);
    }
}
