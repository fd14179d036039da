namespace BlacklistExchange.Cli.Terminal;

/// <summary>One column of a <see cref="TextTable"/>.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Wraps">Too long a text goes on below; otherwise it is cut with "..".</param>
/// <param name="IsNumber">Aligned to the right, never cut.</param>
internal sealed record TableColumn(string Title, bool Wraps = false, bool IsNumber = false);
