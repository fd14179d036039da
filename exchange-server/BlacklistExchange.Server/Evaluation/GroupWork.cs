using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Server.Epochs;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>
/// One group of a request, looked up: the key that will answer it and its elements. The arithmetic goes in parts, so that no thread is busy with one group for long: every part is
/// decoded, later every part is evaluated, and last one proof is made for all of them.
/// </summary>
internal sealed class GroupWork(string list, long epoch, int kind, string kindName, EpochKey key, byte[] bytes)
{
    /// <summary>Elements in a part: half a millisecond, and a whole number of lanes for any kernel.</summary>
    internal const int PartSize = 64;

    private readonly BlindedElements?[] _parts = new BlindedElements?[((bytes.Length / key.Suite.ElementSize) + PartSize - 1) / PartSize];
    private long _ticks;

    public string List => list;

    public long Epoch => epoch;

    public int Kind => kind;

    public string KindName => kindName;

    public int Count => bytes.Length / key.Suite.ElementSize;

    public int Parts => _parts.Length;

    /// <summary>What <see cref="Evaluate"/> wrote.</summary>
    public byte[] Evaluated { get; } = GC.AllocateUninitializedArray<byte>(bytes.Length);

    /// <summary>What <see cref="Prove"/> wrote.</summary>
    public byte[] Proof { get; } = new byte[key.Suite.ProofSize];

    /// <summary>Of all threads, for evaluating and proving.</summary>
    public TimeSpan Processor => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    public void Spend(TimeSpan processor) => Interlocked.Add(ref _ticks, processor.Ticks);

    public int CountOf(int part) => Math.Min(PartSize, Count - part * PartSize);

    /// <summary>False with the index in the group of the first element that is not canonical, or is the identity.</summary>
    public bool TryDecode(int part, out int refused)
    {
        bool sound = BlindedElements.TryDecode(key.Suite, Slice(bytes, part), out _parts[part], out int index);
        refused = part * PartSize + index;
        return sound;
    }

    public void Evaluate(int part) => key.Server.Evaluate(_parts[part]!, Slice(Evaluated, part).Span);

    public void Prove() => key.Server.Prove(_parts!, Evaluated, Proof);

    private Memory<byte> Slice(byte[] encoded, int part) => encoded.AsMemory(part * PartSize * key.Suite.ElementSize, CountOf(part) * key.Suite.ElementSize);
}
