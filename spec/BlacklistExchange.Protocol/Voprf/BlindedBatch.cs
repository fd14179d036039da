using BlacklistExchange.Protocol.Groups;

namespace BlacklistExchange.Protocol.Voprf;

/// <summary>A client's batch between Blind and Finalize. Holds inputs and blinds until disposed; not safe for use from two threads at once.</summary>
public sealed class BlindedBatch : IDisposable
{
    private readonly JointKey key;
    private readonly Blinding blinding;

    internal BlindedBatch(JointKey key, Blinding blinding)
    {
        this.key = key;
        this.blinding = blinding;
    }

    /// <summary>The blinded elements to send, <see cref="Ciphersuite.ElementSize"/> bytes each, in the order of the inputs. They say nothing about the inputs.</summary>
    public ReadOnlyMemory<byte> BlindedElements => blinding.Encoded;

    /// <summary>How many inputs there are.</summary>
    public int Count => blinding.Count;

    /// <summary>Finalize: verifies every answer under its holder's key, combines as many as the threshold, unblinds and hashes.</summary>
    /// <param name="answers">Answers of holders as they came from the wire, at most one of each. All are verified, so that every liar is named.</param>
    /// <param name="outputs">Receives the PRF outputs, <see cref="Ciphersuite.OutputSize"/> bytes each, in the order of the inputs. Untouched unless the call returns.</param>
    /// <returns>Which holders were used and which refused.</returns>
    /// <exception cref="VoprfException"><see cref="VoprfError.VerifyError"/>: fewer answers than the threshold verify; the message names the refused holders.</exception>
    /// <exception cref="ArgumentException">The span of outputs has another length.</exception>
    public FinalizeReport Finalize(ReadOnlySpan<HolderAnswer> answers, Span<byte> outputs)
    {
        blinding.RequireOutputs(outputs);
        List<ushort> used = [], refused = [];
        List<Elements> verified = [];
        HashSet<ushort> answered = [];
        foreach (HolderAnswer answer in answers)
        {
            BlindedElements? evaluated = answered.Add(answer.Index) ? Verify(answer) : null;
            if (evaluated is null)
            {
                refused.Add(answer.Index);
            }
            else if (used.Count < key.Threshold)
            {
                used.Add(answer.Index);
                verified.Add(evaluated.Elements);
            }
        }

        if (used.Count < key.Threshold)
        {
            string named = refused.Count == 0 ? "none was refused" : $"refused: holder {string.Join(", ", refused)}";
            throw new VoprfException(VoprfError.VerifyError, $"{used.Count} of the {key.Threshold} answers needed verify; {named}.");
        }

        Finish([.. used], [.. verified], outputs);
        return new FinalizeReport(used, refused);
    }

    /// <summary>Zeroes the inputs and the blinds.</summary>
    public void Dispose() => blinding.Dispose();

    /// <summary>Says only how many inputs there are.</summary>
    public override string ToString() => $"{Count} blinded inputs of {key.Suite.Identifier}";

    /// <summary>The decoded answer if its proof verifies; the decoding is then used for unblinding as well.</summary>
    private BlindedElements? Verify(in HolderAnswer answer)
    {
        Ciphersuite suite = key.Suite;
        return key.TryGetHolder(answer.Index, out JointKey.Holder holder)
            && answer.EvaluatedElements.Length == blinding.Encoded.Length
            && Voprf.BlindedElements.TryDecode(suite, answer.EvaluatedElements, out BlindedElements? evaluated, out _)
            && Dleq.Verify(suite, holder.Key, holder.Encoded, blinding.Blinded, blinding.Encoded.Span, evaluated, answer.Proof.Span)
            ? evaluated
            : null;
    }

    private void Finish(ReadOnlySpan<ushort> used, ReadOnlySpan<Elements> verified, Span<byte> outputs)
    {
        if (verified.Length == 1)
        {
            // One index alone has weight 1 at 0: a constant polynomial.
            blinding.Finish(verified[0], outputs);
            return;
        }

        using Scalars weights = Lagrange.Weights(key.Suite.Group, used, at: 0);
        using Elements combined = key.Suite.Group.CombinePublic(weights, verified);
        blinding.Finish(combined, outputs);
    }
}
