using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>One verb against the running hub: its arguments, the client, and where its answer goes.</summary>
internal sealed record OperatorCall(ParseResult Parse, OperatorClient Client, TextWriter Out, bool Json)
{
    /// <summary>Prints the answer: as JSON with <c>--json</c>, else <paramref name="text"/>.</summary>
    public void Print<T>(T value, JsonTypeInfo<T> type, string text) => Out.WriteLine(Json ? JsonSerializer.Serialize(value, type) : text.TrimEnd());
}

internal static class OperatorActions
{
    /// <summary>Adds <c>bex-hub noun verb…</c>.</summary>
    public static void Noun(this RootCommand root, string name, string description, params Command[] verbs)
    {
        Command noun = new(name, description);
        foreach (Command verb in verbs)
        {
            noun.Subcommands.Add(verb);
        }
        root.Subcommands.Add(noun);
    }

    /// <summary>
    /// The verb's action with an open client; problems are printed for people and become exit codes. With <paramref name="atAnyTime"/> the hub's certificate may have ended by this
    /// machine's clock, for the verbs with which that clock is set right.
    /// </summary>
    public static void SetOperatorAction(this Command command, Func<OperatorCall, CancellationToken, Task> action, bool atAnyTime = false) =>
        command.SetAction((parse, cancellationToken) => RunAsync(parse, () => CallAsync(parse, action, atAnyTime, cancellationToken)));

    /// <summary>Runs a setup verb; what the operator can mend is printed without a stack.</summary>
    public static async Task<int> RunAsync(ParseResult parse, Func<Task> work)
    {
        TextWriter error = parse.InvocationConfiguration.Error;
        try
        {
            await work();
            return ExitCodes.Done;
        }
        catch (SetupException exception)
        {
            error.WriteLine(exception.Message);
            return ExitCodes.Setup;
        }
        catch (FileNotWrittenException exception)
        {
            error.WriteLine(exception.Message);
            return ExitCodes.Setup;
        }
        catch (OperatorRefusedException exception)
        {
            error.WriteLine(Describe(exception.Problem));
            return ExitCodes.Refused;
        }
        catch (HttpRequestException exception)
        {
            error.WriteLine($"The hub does not answer: {exception.GetBaseException().Message} Is it running, and is this its operator's certificate?");
            return ExitCodes.Unreachable;
        }
    }

    private static async Task CallAsync(ParseResult parse, Func<OperatorCall, CancellationToken, Task> action, bool atAnyTime, CancellationToken cancellationToken)
    {
        HubAddresses addresses = HubAddresses.Read(parse.Folder());
        using OperatorClient client = OperatorClient.Open(new Uri(addresses.Operator), parse.OperatorFolder(), atAnyTime);
        await action(new OperatorCall(parse, client, parse.InvocationConfiguration.Output, parse.GetValue(ConsoleOptions.Json)), cancellationToken);
    }

    private static string Describe(Problem problem)
    {
        List<string> lines = [$"Refused ({problem.Type[Problem.TypePrefix.Length..]}): {problem.Title}"];
        Add(lines, "", problem.Detail);
        Add(lines, "field: ", problem.Field);
        Add(lines, "group: ", problem.Group);
        Add(lines, "index: ", problem.Index);
        Add(lines, "counter: ", problem.Counter);
        Add(lines, "remaining: ", problem.Remaining);
        Add(lines, "ask: ", problem.Contact);
        Add(lines, "incident: ", problem.Incident);
        return string.Join("\n  ", lines);
    }

    private static void Add(List<string> lines, string name, object? value)
    {
        if (value is not null)
        {
            lines.Add(name + value);
        }
    }
}
