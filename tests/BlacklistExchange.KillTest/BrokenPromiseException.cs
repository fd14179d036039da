namespace BlacklistExchange.KillTest;

/// <summary>The hub has not kept something that it had promised.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message)
{
    public static void Unless(bool kept, string otherwise)
    {
        if (!kept)
        {
            throw new BrokenPromiseException(otherwise);
        }
    }
}
