namespace BlacklistExchange.Cli.Terminal;

/// <summary>The few colours of a verdict, as SGR numbers.</summary>
internal enum Colour
{
    Bold = 1,
    Red = 31,
    Green = 32,
    Yellow = 33,
}
