using System.Text;
using BlacklistExchange.Cli;

namespace BlacklistExchange.EndToEnd.Tests.Leaks;

/// <summary>Runs <c>bex</c> in this process with the standard input given.</summary>
internal static class Bex
{
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string input, params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter errors = new();
        using MemoryStream stdin = new(Encoding.UTF8.GetBytes(input));
        int code = await BlacklistExchange.Cli.Program.RunAsync(arguments, new CliEnvironment { Input = stdin, Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }
}
