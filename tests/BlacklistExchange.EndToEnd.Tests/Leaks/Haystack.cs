using System.Collections.Concurrent;
using System.Text;

namespace BlacklistExchange.EndToEnd.Tests.Leaks;

/// <summary>Everything that a run has left behind, by where it was found.</summary>
internal sealed class Haystack
{
    private readonly ConcurrentDictionary<string, byte[]> _places = new();

    public IEnumerable<string> Places => _places.Keys;

    public void Add(string place, byte[] bytes) => _places.AddOrUpdate(place, bytes, (_, known) => [.. known, (byte)'\n', .. bytes]);

    public void Add(string place, string text) => Add(place, Encoding.UTF8.GetBytes(text));

    /// <summary>Every file beneath a folder, also those that another part of the process holds open.</summary>
    public void AddFolder(string place, string folder)
    {
        // A lock is held against every other open, and is empty.
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(static path => new FileInfo(path).Length > 0))
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream bytes = new();
            file.CopyTo(bytes);
            Add($"{place}: {Path.GetRelativePath(folder, path)}", bytes.ToArray());
        }
    }

    /// <summary>
    /// Where and in which form the needle lies. Before a place is believed to be clean, each form is planted into a copy of it and must be found there.
    /// </summary>
    public IReadOnlyList<string> Find(Needle needle)
    {
        ConcurrentBag<string> found = [];
        Parallel.ForEach(_places, place =>
        {
            foreach ((string form, byte[] pattern) in needle.Forms)
            {
                int half = Math.Min(place.Value.Length, 4096) / 2;
                byte[] planted = [.. place.Value.AsSpan(0, half), .. pattern, .. place.Value.AsSpan(place.Value.Length - half)];
                Assert.True(Holds(planted, pattern), $"The search is blind: it misses {needle.Name} as {form}, planted into {place.Key}.");
                if (Holds(place.Value, pattern))
                {
                    found.Add($"{needle.Name} as {form} in {place.Key}");
                }
            }
        });
        return [.. found.Order(StringComparer.Ordinal)];
    }

    private static bool Holds(ReadOnlySpan<byte> place, ReadOnlySpan<byte> pattern) => place.IndexOf(pattern) >= 0;
}
