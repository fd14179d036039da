namespace BlacklistExchange.Client;

/// <summary>
/// Keeps entry keys beyond the life of a process, so that processes which share a profile, or follow each other, do not pay twice. It is given names that say
/// nothing without the vault key, and sealed bytes; it may lose any of them at any time, which costs units and nothing else. Called from any thread.
/// </summary>
public interface IEntryKeyStore
{
    /// <summary>What was kept under a name; null when nothing was, or it is lost. Called on the way of a query: it must be fast and must not throw.</summary>
    /// <param name="name"><see cref="LocalSeal.NameSize"/> bytes.</param>
    byte[]? Find(byte[] name);

    /// <summary>Keeps 60 sealed bytes under a name, now or soon; must not throw.</summary>
    /// <param name="name"><see cref="LocalSeal.NameSize"/> bytes.</param>
    /// <param name="whole">What to keep.</param>
    void Keep(byte[] name, byte[] whole);
}
