namespace BlacklistExchange.Load.Nodes;

/// <summary>What several nodes promise, or the run says which promise was broken.</summary>
internal static class Broken
{
    public static void Unless(bool kept, string otherwise)
    {
        if (!kept)
        {
            throw new WrongAnswerException(otherwise);
        }
    }
}
