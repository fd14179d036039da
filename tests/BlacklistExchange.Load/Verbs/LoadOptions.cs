using System.CommandLine;
using BlacklistExchange.Load.Calls;

namespace BlacklistExchange.Load.Verbs;

/// <summary>Options that several verbs take.</summary>
internal static class LoadOptions
{
    public static Option<string?> Profiles() => new("--profiles") { Description = "Folder of profiles that the verb prepare has made; without it, a hub of its own." };

    public static Option<bool> Json() => new("--json") { Description = "Print the result as JSON, and nothing else to standard output." };

    public static Option<int> Members() => Number("--members", 8, 1, 100, "Members that are played.");

    public static Option<int> Entries() => Number("--entries", 2_000, 0, 1_000_000, "Entries on the list at the beginning.");

    public static Option<int> Number(string name, int usual, int least, int most, string description)
    {
        Option<int> option = new(name) { Description = $"{description} {least} to {most}, {usual} if not given.", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<int>() is var value && (value < least || value > most))
            {
                result.AddError($"{name} is {value}; it must be {least} to {most}.");
            }
        });
        return option;
    }

    public static Option<double?> Share(string name, double most, string description)
    {
        Option<double?> option = new(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<double?>() is { } value && !(value > 0 && value <= most))
            {
                result.AddError($"{name} must be more than 0 and at most {most}.");
            }
        });
        return option;
    }

    public static Option<string> Scenarios()
    {
        Option<string> scenario = new("--scenario") { Required = true, Description = string.Join("; ", Scenario.All.Select(static each => $"{each.Name} = {each.Description}")) + "." };
        scenario.AcceptOnlyFromAmong([.. Scenario.All.Select(static each => each.Name)]);
        return scenario;
    }
}
