using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using BlacklistExchange.Benchmarks.Lists;
using BlacklistExchange.Client.Snapshots;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Benchmarks.Classes;

/// <summary>A smaller list: writing the file, opening it as a member does, looking up, opening labels.</summary>
[MemoryDiagnoser]
public sealed class ListBenchmarks
{
    private const int Entries = 100_000;
    private const int LookUps = 1000;
    private const string List = "ipr-benchmark";
    private const byte Kind = 2;
    private const uint Epoch = 1;

    private readonly Tag[] hits = new Tag[LookUps];
    private readonly Tag[] misses = new Tag[LookUps];
    private readonly byte[] sealedLabel = new byte[SealedLabel.Size];
    private SeededEntries entries = null!;
    private TemporaryFolder folder = null!;
    private ManifestFile named = null!;
    private MappedSnapshot open = null!;
    private EntryKey key = null!;

    [GlobalSetup]
    public void Prepare()
    {
        folder = new TemporaryFolder();
        entries = SeededEntries.Make(Entries);
        using (FileStream stream = File.Create(folder.At("snapshot")))
        {
            byte[] digest = Write(stream);
            named = new ManifestFile(Kind, Epoch, digest, SnapshotHeader.Size + ((ulong)Entries * SnapshotEntry.Size), []);
        }

        open = Open();
        key = EntryKey.Import(entries.Key(0));
        for (int i = 0; i < LookUps; i++)
        {
            hits[i] = new Tag(entries.TagOf(RandomNumberGenerator.GetInt32(Entries)));
            misses[i] = new Tag(RandomNumberGenerator.GetBytes(Tag.Size));
        }
    }

    [GlobalCleanup]
    public void Clean()
    {
        open.Dispose();
        key.Dispose();
        folder.Dispose();
    }

    [Benchmark]
    public byte[] BuildSnapshot() => Write(Stream.Null);

    [Benchmark]
    public void OpenSnapshot() => Open().Dispose();

    [Benchmark(OperationsPerInvoke = LookUps)]
    public int LookUpHits() => hits.Count(tag => open.TryFind(tag, sealedLabel));

    [Benchmark(OperationsPerInvoke = LookUps)]
    public int LookUpMisses() => misses.Count(tag => open.TryFind(tag, sealedLabel));

    [Benchmark]
    public bool OpenLabel() => SealedLabel.TryOpen(key, entries.Sealed(0), out _);

    private MappedSnapshot Open() => MappedSnapshot.Open(folder.At("snapshot"), named, List) ?? throw new NotMeasuredException("The snapshot that was just written does not open.");

    private byte[] Write(Stream stream)
    {
        using SnapshotWriter writer = new(stream, new SnapshotHeader(List, Kind, Epoch, Entries));
        Span<byte> entry = stackalloc byte[SnapshotEntry.Size];
        for (int i = 0; i < Entries; i++)
        {
            entries.TagOf(i)[..SnapshotEntry.LabelOffset].CopyTo(entry);
            entries.Sealed(i).CopyTo(entry[SnapshotEntry.LabelOffset..]);
            writer.Add(entry);
        }

        return writer.Complete();
    }
}
