using System.CommandLine;
using System.Text.Json;
using BlacklistExchange.Load.Calls;
using BlacklistExchange.Load.Running;

namespace BlacklistExchange.Load.Verbs;

/// <summary><c>run</c>: presses a hub for a time and prints throughput, percentiles and failures.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Option<string> scenario = LoadOptions.Scenarios();
        Option<int?> minutes = new("--minutes") { Description = "How long to measure, or --seconds; 30 seconds if neither is given." };
        Option<int?> seconds = new("--seconds") { Description = "How long to measure." };
        Option<int> streams = LoadOptions.Number("--streams", 16, 1, 1000, "Operations at once, dealt to the members in turn.");
        Option<double?> rate = LoadOptions.Share("--rate", 1_000_000, "Operations a second to hold; without it, as fast as the streams go.");
        Option<double?> share = LoadOptions.Share("--share", 1, "Part of the capacity to hold, for example 0.6: first finds the capacity by a ramp in the same run.");
        Option<string?> ledger = new("--ledger") { Description = "A new file: what was sent and what was acknowledged, durably, for verify." };
        Option<string?> profiles = LoadOptions.Profiles();
        Option<int> members = LoadOptions.Members();
        Option<int> entries = LoadOptions.Entries();
        Option<bool> json = LoadOptions.Json();
        Command command = new("run", "Presses a hub over mTLS and HTTP/2 and prints throughput, percentiles and failures. Without --profiles it starts a hub of its own, and verifies its ledger afterwards.")
        { scenario, minutes, seconds, streams, rate, share, ledger, profiles, members, entries, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(rate) is not null && result.GetValue(share) is not null)
            {
                result.AddError("--rate and --share exclude each other.");
            }

            if ((result.GetValue(minutes) ?? 1) is < 1 or > 1440 || (result.GetValue(seconds) ?? 1) is < 1 or > 86_400)
            {
                result.AddError("--minutes and --seconds must be from 1 to a day.");
            }
        });
        command.SetAction((parse, stop) => Verb.RunAsync(async () =>
        {
            TimeSpan length = TimeSpan.FromMinutes(parse.GetValue(minutes) ?? 0) + TimeSpan.FromSeconds(parse.GetValue(seconds) ?? 0);
            Order order = new(Scenario.Of(parse.GetRequiredValue(scenario)), parse.GetValue(streams), length > TimeSpan.Zero ? length : TimeSpan.FromSeconds(30))
            {
                Rate = parse.GetValue(rate), Share = parse.GetValue(share), Ledger = parse.GetValue(ledger), Profiles = parse.GetValue(profiles), Members = parse.GetValue(members), Entries = parse.GetValue(entries),
            };
            Outcome outcome = await Pressing.RunAsync(order, static line => Console.Error.WriteLine(line), stop);
            Console.WriteLine(parse.GetValue(json) ? JsonSerializer.Serialize(outcome.ToMessage(order), ResultJson.Default.ResultMessage) : outcome.ToText());
            return outcome.Result.Failed == 0 && outcome.Verdict is null or { Kept: true } && outcome.Faults.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
        }));
        return command;
    }
}
