namespace BlacklistExchange.Server.Storage;

/// <summary>Files that hold a secret: a plain file, not a link, whose mode lets nobody else in. Throws <see cref="SetupException"/> otherwise.</summary>
internal static class PrivateFile
{
    private const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    private const UnixFileMode Lent = UnixFileMode.UserRead | UnixFileMode.GroupRead;
    private const uint Root = 0;

    /// <summary>Mode 0600 or 0400.</summary>
    public static void Require(string path, string what) => Check(path, what, static _ => false, "");

    /// <summary>
    /// Mode 0600 or 0400, or a file that root lends, as Kubernetes does with a secret for a pod's fsGroup: owned by root, mode 0440 and nothing more, of the very group that
    /// this process runs as, which is not root. Only root could have made it so, and nobody but root can change it.
    /// </summary>
    public static void RequireOwnOrLent(string path, string what) => Check(path, what, static file =>
    {
        (uint owner, uint group) = Posix.OwnerOf(file);
        return IsLent(File.GetUnixFileMode(file), (owner, group), (Posix.EffectiveUser(), Posix.EffectiveGroup()));
    }, Posix.EffectiveUser() == Root ? "" : $"; or let root own it, with mode 440 and the hub's own group {Posix.EffectiveGroup()}");

    internal static bool IsLent(UnixFileMode mode, (uint User, uint Group) owner, (uint User, uint Group) process) =>
        mode == Lent && owner.User == Root && process.User != Root && owner.Group == process.Group && owner.Group != Root;

    private static void Check(string path, string what, Predicate<string> isLent, string otherwise)
    {
        FileInfo file = new(path);
        if (!file.Exists)
        {
            throw new SetupException($"{what}: {path} does not exist.");
        }
        if (file.LinkTarget is not null)
        {
            throw new SetupException($"{what}: {path} is a symbolic link; name the file itself.");
        }
        UnixFileMode mode = File.GetUnixFileMode(path);
        if ((mode & Others) != 0 && !isLent(path))
        {
            throw new SetupException($"{what}: {path} has mode {Convert.ToString((int)mode, 8)}; others could read it. Run: chmod 600 {path}{otherwise}");
        }
    }
}
