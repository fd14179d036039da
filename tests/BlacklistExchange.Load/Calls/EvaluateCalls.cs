using BlacklistExchange.Client;
using BlacklistExchange.Load.Keeping;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Load.Calls;

/// <summary>
/// Evaluations of one group under fresh request ids, so that every one is charged and computed. Their elements are those of a few batches that were blinded before: the hub cannot tell,
/// and the load program spends its time on sending. One answer in <see cref="VerifiedEvery"/> is finalized, proof and all, and the first ones of every stream.
/// </summary>
internal sealed class EvaluateCalls : ICalls
{
    private const int VerifiedEvery = 50;
    private static int batches;

    private readonly LoadTarget _target;
    private readonly BlindedBatch _batch;
    private readonly string _elements;
    private readonly int _number = Interlocked.Increment(ref batches);
    private readonly Lock _gate = new();

    public EvaluateCalls(LoadTarget target, string name, int elements)
    {
        (Name, Elements, _target) = (name, elements, target);
        _batch = new VoprfClient(target.Key).Blind(Phones.Canonical(0, elements));
        _elements = WireText.Of(_batch.BlindedElements.Span);
        target.Ledger?.Note(new LedgerLine(LedgerOps.Batch, 0, Batch: _number, Text: _elements));
    }

    public string Name { get; }

    public int Elements { get; }

    public static EvaluateRequest Request(string list, uint epoch, Guid id, string elements) => new(id, Purposes.SignUp, [new EvaluateGroup(list, epoch, LoadTarget.KindName, elements)]);

    public async Task CallAsync(Call call, CancellationToken cancellationToken)
    {
        LoadMember member = _target.MemberOf(call);
        LedgerLine line = new(LedgerOps.Asking, 0, member.Slug, Guid.NewGuid(), Elements, _number);
        _target.Ledger?.Note(line);
        try
        {
            EvaluateResponse answer = await member.Sdk.Hub.EvaluateAsync(member.Sdk.Hub.AddressOf(""), Request(_target.List, _target.Epoch, line.Id!.Value, _elements), cancellationToken);
            call.Answered();
            Verify(answer, finalize: call.Number % VerifiedEvery == 0 || call.Number < 2 * VerifiedEvery);
        }
        catch (Exception exception) when (exception is HubRefusedException or BudgetExhaustedException)
        {
            _target.Ledger?.Note(line with { Op = LedgerOps.Refused });
            throw;
        }

        if (_target.Ledger is { } ledger)
        {
            await ledger.KeepAsync(line with { Op = LedgerOps.Charged });
        }
    }

    /// <summary>What was answered is what was asked for, charged once: a repeat after a lost answer says 0.</summary>
    private void Verify(EvaluateResponse answer, bool finalize)
    {
        if (answer.Groups.Count != 1 || (answer.Charged != Elements && answer.Charged != 0))
        {
            throw new WrongAnswerException($"The hub charged {answer.Charged} units for {Elements} elements.");
        }

        if (!finalize)
        {
            return;
        }

        HolderAnswer holder = new(checked((ushort)answer.Holder), WireText.Bytes(answer.Groups[0].Elements), WireText.Bytes(answer.Groups[0].Proof));
        lock (_gate)
        {
            try
            {
                _batch.Finalize([holder], new byte[_batch.Count * Ciphersuite.Ristretto255Sha512.OutputSize]);
            }
            catch (VoprfException exception)
            {
                throw new WrongAnswerException($"An answer of the hub does not verify: {exception.Message}");
            }
        }
    }
}
