namespace BlacklistExchange.Server.Restoration;

/// <summary>On a route: it may be called while the hub is read-only, since it changes nothing, or only takes away.</summary>
internal sealed class WhileRestored
{
    private WhileRestored()
    {
    }

    public static WhileRestored Allowed { get; } = new();
}
