namespace BlacklistExchange.Cli;

/// <summary>The command line or an input file is at fault. The message says where and what to do, and never repeats an identifier.</summary>
internal sealed class InputException(string message) : Exception(message);
