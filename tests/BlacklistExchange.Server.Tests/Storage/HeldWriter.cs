using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Tests.Storage;

/// <summary>A writer that is busy for as long as a test wants it to be.</summary>
internal static class HeldWriter
{
    /// <summary>Returns once the writer is inside an item of its own that waits; what is queued meanwhile becomes one group.</summary>
    public static Task<int> Hold(Store store, ManualResetEventSlim until)
    {
        ManualResetEventSlim inside = new();
        Task<int> held = store.WriteAsync((_, _) =>
        {
            inside.Set();
            until.Wait();
            return 0;
        }, CancellationToken.None);
        inside.Wait();
        return held;
    }
}
