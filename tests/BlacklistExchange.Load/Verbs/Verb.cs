using BlacklistExchange.Client;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Load.Verbs;

/// <summary>Turns what a verb may meet into a line and an exit code.</summary>
internal static class Verb
{
    public static async Task<int> RunAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception exception) when (exception is NotMeasuredException or ExchangeException or SetupException or HttpRequestException or WrongAnswerException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCodes.NotMeasured;
        }
        catch (OperatorRefusedException exception)
        {
            await Console.Error.WriteLineAsync($"The hub refused: {exception.Problem.Title} {exception.Problem.Field} {exception.Problem.Detail}");
            return ExitCodes.NotMeasured;
        }
    }
}
