namespace BlacklistExchange.Client.Profile;

/// <summary>What the file system says of the files that a renewal changes: three look-ups of a name, no file is opened.</summary>
internal readonly record struct ProfileStamp(DateTime Bundle, long BundleSize, DateTime Key, DateTime NextKey)
{
    public static ProfileStamp Of(string bundle, string key, string nextKey)
    {
        FileInfo info = new(bundle);
        // A file that is not there has a time of its own, and no size.
        return new ProfileStamp(info.LastWriteTimeUtc, info.Exists ? info.Length : 0, File.GetLastWriteTimeUtc(key), File.GetLastWriteTimeUtc(nextKey));
    }
}
