using System.Security.Cryptography;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Officers;

/// <summary>
/// The shares that officers have brought to a sealed hub, one each, until two of them give the KEK. All three may be here, so that one altered share does not keep the other two
/// from opening. Dropped a quarter of an hour after they came: nobody leaves a share on a machine over lunch.
/// </summary>
internal sealed class SharesAtHand(TimeProvider time) : IDisposable
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(15);
    private readonly Dictionary<int, (OfficerShare Share, long Since)> _shares = [];
    private readonly Lock _one = new();

    /// <summary>The KEK, once two shares gave it; the caller disposes of it.</summary>
    public PinnedSecret? Secret { get; private set; }

    /// <summary>Whose two shares gave it.</summary>
    public IReadOnlyList<string> By { get; private set; } = [];

    /// <summary>Takes the share over: it is kept or disposed of.</summary>
    public ShareAnswer Add(OfficerShare share, OfficersRecord record, string exchange)
    {
        lock (_one)
        {
            Expire();
            string? fault = ShareRules.Fault(share, record, exchange) ?? Repeated(share);
            if (fault is not null)
            {
                share.Dispose();
                return new ShareAnswer(ShareVerdict.Refused, $"{fault} {Standing(record)}");
            }
            OfficerShare[] others = [.. _shares.Values.Select(static one => one.Share).Where(other => ShareRules.Fault(other, record, exchange) is null)];
            _shares.Add(share.Number, (share, time.GetTimestamp()));
            foreach (OfficerShare other in others)
            {
                if (ShareRules.TryCombine(other, share, record, out PinnedSecret? secret))
                {
                    Secret = secret;
                    By = [other.Officer, share.Officer];
                    Drop(_shares.Keys);
                    return new ShareAnswer(ShareVerdict.Unsealed, $"Unsealed by {other.Officer} and {share.Officer}. The hub starts now; its log says when the ports are open.");
                }
            }
            return others.Length == 0
                ? new ShareAnswer(ShareVerdict.Waiting, $"1 of {SecretSharing.Threshold}, waiting for another officer within {KeptFor.TotalMinutes:0} minutes: {Others(record)}.")
                : new ShareAnswer(ShareVerdict.Refused, others.Length == 1
                    ? $"These two shares do not give the KEK: one of them was altered. Both are kept; the share of {Others(record)} decides."
                    : "No two of the three shares give the KEK: at least two were altered. Nothing opens with them.");
        }
    }

    /// <summary>How many shares were dropped because their time is over.</summary>
    public int Expire()
    {
        lock (_one)
        {
            int[] over = [.. _shares.Where(one => time.GetElapsedTime(one.Value.Since) >= KeptFor).Select(static one => one.Key)];
            Drop(over);
            return over.Length;
        }
    }

    public void Dispose()
    {
        lock (_one)
        {
            Drop(_shares.Keys);
            Secret?.Dispose();
        }
    }

    private string? Repeated(OfficerShare share) => !_shares.TryGetValue(share.Number, out (OfficerShare Share, long Since) known) ? null
        : CryptographicOperations.FixedTimeEquals(known.Share.Value.Span, share.Value.Span) ? $"The share of {share.Officer} is here already."
        : $"A share of {share.Officer} with other contents is here already: one of the two was altered.";

    private string Standing(OfficersRecord record) => _shares.Count == 0 ? "No share is here yet." : $"Kept from before: {_shares.Count} of {SecretSharing.Threshold}, still waiting for {Others(record)}.";

    private string Others(OfficersRecord record) => string.Join(" or ", record.Officers.Where((_, index) => !_shares.ContainsKey(index + 1)));

    private void Drop(IEnumerable<int> numbers)
    {
        foreach (int number in numbers.ToArray())
        {
            _shares.Remove(number, out (OfficerShare Share, long Since) dropped);
            dropped.Share.Dispose();
        }
    }
}
