using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using BlacklistExchange.Benchmarks.Measuring;
using BlacklistExchange.Client.Snapshots;
using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Benchmarks.Lists;

/// <summary>The member's half of the list figures, in a fresh process: open what lies on disk as the SDK does at its start, look up, open labels.</summary>
internal static class MemberPart
{
    public const string Name = "list-member";
    private const double Megabyte = 1024 * 1024;

    public static Command ToCommand()
    {
        Argument<DirectoryInfo> folder = new("profile");
        Option<bool> quick = new("--quick");
        Command command = new(Name, "The part of 'list' that runs in a process of its own.") { folder, quick };
        command.Hidden = true;
        command.SetAction(parse => Child.Print(Measure(parse.GetRequiredValue(folder).FullName, parse.GetValue(quick))));
        return command;
    }

    private static IReadOnlyList<Figure> Measure(string folder, bool quick)
    {
        MemberFolder member = new(folder);
        ListOpener opener = member.Opener();
        long start = Stopwatch.GetTimestamp();
        ListSet list = opener.OpenCurrent(null, out string? fault) ?? throw new NotMeasuredException($"The list does not open: {fault}");
        double openSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (!list.TryGetFile(HubWorld.Kind, HubWorld.Epoch, out MappedSnapshot? file))
        {
            throw new NotMeasuredException("The list that was opened has no file of the kind.");
        }

        double resident = Environment.WorkingSet / Megabyte;
        return
        [
            new Figure("open_s", openSeconds, "member, at the start of its process: signatures, memory map, digest of the whole file; the file is in the page cache"),
            new Figure("rss_mb", resident, "member, resident memory right after, the mapped file's pages included"),
            .. LookUps(member, file, quick),
            Labels(folder, quick),
        ];
    }

    private static IReadOnlyList<Figure> LookUps(MemberFolder member, MappedSnapshot file, bool quick)
    {
        Tag[] tags = Probes.ReadTags(member.Profile);
        byte[] bytes = File.ReadAllBytes(member.Snapshot);
        PlainSearch plain = new(bytes);
        byte[] sealedLabel = new byte[SealedLabel.Size];
        InterleavedRounds rounds = new(tags.Length, TimeSpan.FromSeconds(2));
        rounds.Add("mapped", () => RequireHalf(tags, tag => file.TryFind(tag, sealedLabel)));
        rounds.Add("plain", () => RequireHalf(tags, plain.TryFind));
        rounds.Run(TimeSpan.FromSeconds(quick ? 4 : 60));

        long start = Stopwatch.GetTimestamp();
        _ = SHA256.HashData(bytes);
        return
        [
            new Figure("digest_s", Stopwatch.GetElapsedTime(start).TotalSeconds, "reference for opening: SHA-256 of the same bytes in memory and nothing else"),
            rounds.PerSecond("mapped").ToFigure("lookups_per_s", "member, one core: from tag to sealed label or miss, half hits, random order, without derivation"),
            rounds.PerSecond("plain").ToFigure("binary_search_per_s", "reference: plain binary search for the same tags in the same bytes"),
            rounds.Ratio("plain", "mapped").ToFigure("lookup_ratio", "binary search's time by ours, in the same round; above 1 we are faster"),
        ];
    }

    private static Figure Labels(string folder, bool quick)
    {
        byte[] rows = Probes.ReadLabels(folder);
        InterleavedRounds rounds = new(rows.Length / Probes.LabelRowSize, TimeSpan.FromSeconds(1));
        rounds.Add("open", () =>
        {
            Span<byte> again = stackalloc byte[Label.Size];
            for (int at = 0; at < rows.Length; at += Probes.LabelRowSize)
            {
                ReadOnlySpan<byte> row = rows.AsSpan(at, Probes.LabelRowSize);
                using EntryKey key = EntryKey.Import(row[..EntryKey.Size]);
                bool opened = SealedLabel.TryOpen(key, row.Slice(EntryKey.Size, SealedLabel.Size), out Label label);
                label.Encode(again);
                if (!opened || !again.SequenceEqual(row[^Label.Size..]))
                {
                    throw new NotMeasuredException($"Label {at / Probes.LabelRowSize} does not open to what was sealed.");
                }
            }
        });
        rounds.Run(TimeSpan.FromSeconds(quick ? 1 : 20));
        return rounds.Microseconds("open").ToFigure("open_label_us", "member, one core: from entry key and sealed label to the label, key and nonce derived, tag derived as associated data");
    }

    private static void RequireHalf(Tag[] tags, Func<Tag, bool> find)
    {
        int hits = 0;
        foreach (Tag tag in tags)
        {
            hits += find(tag) ? 1 : 0;
        }

        if (hits != tags.Length / 2)
        {
            throw new NotMeasuredException($"{hits} of {tags.Length} tags were found, and {tags.Length / 2} are listed.");
        }
    }
}
