using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Server.Telemetry;

/// <summary>What a node is called among those over one database. Two of one name work: only people tell them apart by it.</summary>
internal static class NodeName
{
    /// <summary>The setting, or else the machine's name with '-' for what a slug cannot hold.</summary>
    public static string Of(HubOptions options) => options.Node ?? FromMachine(Environment.MachineName);

    internal static string FromMachine(string machine)
    {
        string name = new([.. machine.ToLowerInvariant().Select(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) ? letter : '-')]);
        name = name[..Math.Min(name.Length, Slug.MaxLength)].Trim('-');
        return Slug.IsValid(name) ? name : "node";
    }
}
