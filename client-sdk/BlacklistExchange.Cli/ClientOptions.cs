using System.CommandLine;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Cli;

/// <summary>What every command that speaks to the hub needs: the profile and the list.</summary>
internal sealed class ClientOptions
{
    public Option<string?> List { get; } = new("--list")
    {
        Description = "List to ask or report to. Default: $BEX_LIST, else the only one this member may use.",
        HelpName = "NAME",
    };

    /// <summary>Adds the option to a command.</summary>
    public void AddTo(Command command) => command.Add(List);

    /// <summary>Opens profile, list and vault. Only finding out the only list may ask the hub.</summary>
    public async Task<ExchangeClient> OpenAsync(CommandRun run, CancellationToken cancellationToken, TimeSpan? staleAfter = null)
    {
        ExchangeProfile profile = ProfilePlace.Open(run);
        string list = run.Value(List) ?? run.Environment.Variable("BEX_LIST") ?? LocalList(profile) ?? await OnlyListAsync(run, profile, cancellationToken);
        if (!Slug.IsValid(list))
        {
            throw new InputException("--list has 2 to 32 characters a-z, 0-9 and '-'.");
        }
        ExchangeClientOptions options = new()
        {
            Profile = profile,
            List = list,
            // bex prints verdicts and refuses nobody, so it never reads the answer that depends on this.
            OnUncertain = OnUncertain.FailClosed,
        };
        options.StaleAfter = staleAfter ?? options.StaleAfter;
        return new ExchangeClient(options, timeProvider: run.Environment.Time);
    }

    private static string? LocalList(ExchangeProfile profile)
    {
        string folder = Path.Combine(profile.Directory, "lists", profile.Bundle.Exchange);
        return Directory.Exists(folder) && Directory.GetDirectories(folder) is [var only] ? Path.GetFileName(only) : null;
    }

    private static async Task<string> OnlyListAsync(CommandRun run, ExchangeProfile profile, CancellationToken cancellationToken)
    {
        ListsResponse lists = await ExchangeClient.DiscoverListsAsync(profile, run.Environment.Time, cancellationToken);
        return lists.Lists switch
        {
            [var only] => only.Name,
            [] => throw new InputException("The hub has no list for this member: ask the operator."),
            _ => throw new InputException($"Choose a list with --list or BEX_LIST: {string.Join(", ", lists.Lists.Select(static list => list.Name))}."),
        };
    }
}
