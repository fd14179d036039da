using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using BlacklistExchange.Client.Telemetry;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Evaluation;

/// <summary>One padded and shuffled group of a request: one kind under one epoch, between Blind and Finalize (spec/protocol.md §5).</summary>
internal sealed class RoundGroup : IDisposable
{
    private readonly IReadOnlyList<Wanted> _slots;
    private readonly BlindedBatch _batch;
    private readonly int[] _places;
    private readonly List<HolderAnswer> _answers = [];
    private int _needed;

    /// <param name="slots">What is wanted: of those who want the same the first, on whom the others hang.</param>
    /// <param name="size">Elements in the group, padding included.</param>
    public RoundGroup(IReadOnlyList<Wanted> slots, int size)
    {
        long start = Stopwatch.GetTimestamp();
        _slots = slots;
        Spare = slots.Count(static wanted => wanted.FillsPadding);
        Epoch = slots[0].Epoch;
        Kind = slots[0].Kind;
        Key = Epoch.TryGet(Kind, out KindKey? key) ? key : throw new InvalidOperationException($"Epoch {Epoch.Number} has no key for {IdentifierKinds.Name(Kind)}.");
        _needed = Key.Joint.Threshold;
        _batch = new VoprfClient(Key.Joint).Blind(Shuffle.Among([.. slots.Select(static wanted => wanted.Input)], size, out _places));
        ClientTelemetry.Took(ClientTelemetry.BlindPhase, start);
    }

    public EpochKeys Epoch { get; }

    public IdentifierKind Kind { get; }

    public KindKey Key { get; }

    /// <summary>Elements, padding included: units charged.</summary>
    public int Size => _batch.Count;

    /// <summary>Identifiers in it that somebody asked for now.</summary>
    public int Asked => _slots.Count - Spare;

    /// <summary>Identifiers in it that fill padding.</summary>
    public int Spare { get; }

    /// <summary>The entry keys were handed out.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Why the last attempt to finalize failed; null when none did.</summary>
    public VoprfException? Failure { get; private set; }

    public EvaluateGroup ToWire() => new(Epoch.Descriptor.List, Epoch.Number, IdentifierKinds.Name(Kind), Base64Url.EncodeToString(_batch.BlindedElements.Span));

    /// <summary>
    /// Takes one holder's answer; once enough are there, verifies them, combines and hands out the entry keys. A lie costs one more answer, never the truth.
    /// </summary>
    /// <returns>False when enough answers were there and did not verify.</returns>
    public bool Take(ushort holder, EvaluatedGroup? answer, EntryKeyCache cache)
    {
        if (IsDone)
        {
            return true;
        }
        _answers.Add(Read(holder, answer));
        if (_answers.Count < _needed)
        {
            return true;
        }
        long start = Stopwatch.GetTimestamp();
        byte[] outputs = GC.AllocateArray<byte>(checked(Size * Key.Joint.Suite.OutputSize), pinned: true);
        try
        {
            _batch.Finalize([.. _answers], outputs);
            IsDone = true;
            start = ClientTelemetry.Took(ClientTelemetry.VerifyPhase, start);
            HandOut(outputs, cache);
            ClientTelemetry.Took(ClientTelemetry.LookUpPhase, start);
            return true;
        }
        catch (VoprfException exception)
        {
            Failure = exception;
            _needed = _answers.Count + 1;
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(outputs);
        }
    }

    public void Fail(Exception exception)
    {
        foreach (Wanted first in _slots)
        {
            for (Wanted? wanted = first; wanted is not null; wanted = wanted.Same)
            {
                wanted.Fail(exception);
            }
        }
    }

    public void Dispose() => _batch.Dispose();

    private void HandOut(ReadOnlySpan<byte> outputs, EntryKeyCache cache)
    {
        int size = Key.Joint.Suite.OutputSize;
        for (int index = 0; index < _slots.Count; index++)
        {
            ReadOnlySpan<byte> output = outputs.Slice(_places[index] * size, size);
            using EntryKey key = EntryKey.Derive(output, Key.Joint.Suite.Identifier, Epoch.Descriptor.List, (byte)Kind, Epoch.Number);
            cache.Add(_slots[index].Key, key);
            for (Wanted? wanted = _slots[index]; wanted is not null; wanted = wanted.Same)
            {
                wanted.Accept(key);
            }
        }
    }

    /// <summary>An answer that does not even decode becomes an empty one, which does not verify.</summary>
    private static HolderAnswer Read(ushort holder, EvaluatedGroup? answer)
    {
        try
        {
            return answer is null ? new HolderAnswer(holder, default, default)
                : new HolderAnswer(holder, Base64Url.DecodeFromChars(answer.Elements), Base64Url.DecodeFromChars(answer.Proof));
        }
        catch (FormatException)
        {
            return new HolderAnswer(holder, default, default);
        }
    }
}
