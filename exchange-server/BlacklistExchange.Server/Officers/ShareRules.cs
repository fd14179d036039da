using System.Diagnostics.CodeAnalysis;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Officers;

/// <summary>Which shares open this exchange. No I/O.</summary>
internal static class ShareRules
{
    /// <summary>Null when the share is one of the present set.</summary>
    public static string? Fault(OfficerShare share, OfficersRecord record, string exchange)
    {
        if (share.Exchange != exchange)
        {
            return $"This share is of the exchange '{share.Exchange}'; this hub is '{exchange}'.";
        }
        if (share.Generation < record.Generation)
        {
            return $"This share is of generation {share.Generation}; since {record.SinceDay} the keys are of generation {record.Generation}, and older shares open nothing. Bring the share that was made then.";
        }
        if (share.Generation > record.Generation)
        {
            return $"This share is of generation {share.Generation}; the keys are of generation {record.Generation}. A replace that did not finish made it, or this is an older copy of the key folder. Bring the share of generation {record.Generation}.";
        }
        if (!share.Set.AsSpan().SequenceEqual(record.Set))
        {
            return $"This share is of another set than the present one ({Convert.ToHexStringLower(record.Set)}): a split that did not finish made it. Shares of two sets do not belong together.";
        }
        return record.Officers[share.Number - 1] == share.Officer ? null
            : $"Share {share.Number} of this set is that of {record.Officers[share.Number - 1]}; the file says {share.Officer}. It was changed by hand.";
    }

    /// <summary>False when the two do not give the KEK of the record: one of them was altered. The caller disposes of the secret.</summary>
    public static bool TryCombine(OfficerShare first, OfficerShare second, OfficersRecord record, [NotNullWhen(true)] out PinnedSecret? secret)
    {
        PinnedSecret combined = SecretSharing.Combine(first.Number, first.Value.Span, second.Number, second.Value.Span);
        secret = record.IsOf(Kek.IdOf(combined)) ? combined : null;
        if (secret is null)
        {
            combined.Dispose();
        }
        return secret is not null;
    }
}
