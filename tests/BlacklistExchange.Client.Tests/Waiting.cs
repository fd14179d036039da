namespace BlacklistExchange.Client.Tests;

/// <summary>Waits for something that must happen; gives up only to say so.</summary>
internal static class Waiting
{
    public static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (int tries = 0; !await holds(); tries++)
        {
            Assert.True(tries < 3000, "What was waited for did not happen within a minute.");
            await Task.Delay(20);
        }
    }
}
