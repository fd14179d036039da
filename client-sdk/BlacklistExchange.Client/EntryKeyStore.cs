namespace BlacklistExchange.Client;

/// <summary>
/// Keeps entry keys beyond the life of a process, so that processes which share a profile, or follow each other, do not pay twice. It is given names that say
/// nothing without the vault key, and sealed bytes; it may lose any of them at any time, which costs units and nothing else. Both functions are called from any
/// thread and must not throw.
/// </summary>
/// <param name="find">What was kept under a name of <see cref="LocalSeal.NameSize"/> bytes; null when nothing was, or it is lost. On the way of a query: it must be fast.</param>
/// <param name="keep">Keeps 60 sealed bytes under a name, now or soon.</param>
public sealed class EntryKeyStore(Func<byte[], byte[]?> find, Action<byte[], byte[]> keep)
{
    internal byte[]? Find(byte[] name) => find(name);

    internal void Keep(byte[] name, byte[] whole) => keep(name, whole);
}
