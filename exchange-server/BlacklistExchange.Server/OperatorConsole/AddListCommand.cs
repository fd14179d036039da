using System.CommandLine;
using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Lists;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub list add NAME --kinds … --scope …</c></summary>
internal static class AddListCommand
{
    private const int MaxPolicyBytes = 1024 * 1024;

    public static Command Create()
    {
        Argument<string> name = new("name") { Description = "2 to 32 characters of a-z, 0-9 and '-'." };
        Option<string> kinds = new("--kinds") { Required = true, Description = "Identifier kinds, joined by commas: phone,resident-id,uscc." };
        Option<string> scope = new("--scope") { Required = true, Description = "What the list is for, for people." };
        Option<string> sectors = new("--sectors") { DefaultValueFactory = static _ => "*", Description = "Sectors that may use it, joined by commas; * for all." };
        Option<string?> delay = new("--release-delay") { Description = "Longest random delay of a new entry, 0s to 24h; 24h unless the hub's settings say otherwise." };
        Option<int?> days = new("--epoch-days") { Description = "How long an epoch lives, 90 to 365." };
        Option<int?> overlap = new("--overlap-days") { Description = "How long two epochs live side by side." };
        Option<long?> hubWide = new("--hub-wide") { Description = "Units that all members together may spend on each kind in an epoch." };
        Option<string?> policy = new("--policy") { Description = "A JSON file with ladder, expiry_days and purposes; see 'list show NAME --json'." };
        Command command = new("add", "Adds a list; open its first epoch next.") { name, kinds, scope, sectors, delay, days, overlap, hubWide, policy };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            ParseResult parse = call.Parse;
            AddListRequest request = new(
                parse.GetRequiredValue(name), parse.GetRequiredValue(scope), Split(parse.GetRequiredValue(kinds)), parse.GetValue(sectors) is "*" or null ? null : Split(parse.GetValue(sectors)!),
                Seconds(parse.GetValue(delay)), parse.GetValue(days), parse.GetValue(overlap), parse.GetValue(hubWide), Policy(parse.GetValue(policy)));
            ListResponse list = await call.Client.PostAsync("lists", request, ListsJson.Default.AddListRequest, ListsJson.Default.ListResponse, cancellationToken);
            call.Print(list, ListsJson.Default.ListResponse, $"List '{list.Name}' is added. Next: bex-hub epoch open {list.Name}");
        });
        return command;
    }

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static long? Seconds(string? text) => text is null ? null
        : text == "0" ? 0
        : Moment.TrySpan(text, out long seconds) ? seconds
        : throw new SetupException($"--release-delay '{text}' is not a duration: give 0s, 30m or 24h.");

    private static PolicyMessage? Policy(string? file)
    {
        if (file is null)
        {
            return null;
        }
        byte[] bytes = InputFile.Read(file, MaxPolicyBytes, "--policy");
        return RequestBody.Parse(bytes, ListsJson.Default.PolicyMessage).TryGet(out PolicyMessage? policy, out Refusal? refusal)
            ? policy
            : throw new SetupException($"--policy {file}: {refusal.Type.Title} {refusal.Field} {refusal.Detail}");
    }
}
