using System.Security.Cryptography;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Load.Calls;

/// <summary>A member and the inside of its SDK: the connection that repeats, the vault, the local list.</summary>
internal sealed class LoadMember : IDisposable
{
    private readonly string _list;

    public LoadMember(ExchangeProfile profile, string list)
    {
        _list = list;
        Profile = profile;
        SigningKey = profile.ReadSigningKey();
        Sdk = new ClientParts(new ExchangeClientOptions { Profile = profile, List = list, OnUncertain = OnUncertain.FailClosed, RequestTimeout = TimeSpan.FromSeconds(20) }, logger: null, TimeProvider.System);
    }

    public ExchangeProfile Profile { get; }

    public string Slug => Profile.Bundle.Member;

    public ECDsa SigningKey { get; }

    /// <summary>The SDK's parts; a certificate that is imported into the profile is taken up by itself.</summary>
    public ClientParts Sdk { get; }

    /// <summary>The newest live epoch of the list and its key for a kind.</summary>
    public async Task<(uint Epoch, JointKey Key)> EpochAsync(byte kind, CancellationToken cancellationToken)
    {
        EpochsResponse response = await Sdk.Hub.EpochsAsync(cancellationToken);
        EpochDescriptor? newest = response.Epochs
            .Select(static signed => EpochDescriptor.TryDecode(WireText.Bytes(signed.Payload), out EpochDescriptor descriptor) ? descriptor : throw new WrongAnswerException("An epoch's descriptor cannot be read."))
            .Where(static descriptor => descriptor.NotBefore <= (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds())
            .MaxBy(static descriptor => descriptor.Epoch);
        DescriptorKind line = newest?.Kinds.FirstOrDefault(line => line.Kind == kind) ?? throw new NotMeasuredException($"The list '{_list}' has no live epoch with telephone numbers.");
        return JointKey.TryCreate(Ciphersuite.Ristretto255Sha512, line.Threshold, [.. line.Holders.Select(static holder => new HolderKey(holder.Index, holder.PublicKey))], line.JointPublicKey, out JointKey? key, out _)
            ? (newest!.Epoch, key)
            : throw new WrongAnswerException("The epoch's key cannot be read.");
    }

    /// <summary>Units of the epoch that the member's legal entity has spent on a kind.</summary>
    public async Task<long> SpentAsync(string kind, uint epoch, CancellationToken cancellationToken)
    {
        BudgetResponse budget = await Sdk.Hub.BudgetAsync(cancellationToken);
        BudgetCounter total = budget.Budgets.Single(line => line.List == _list && line.Kind == kind && line.Epoch == epoch).EpochTotal;
        return total.Limit - total.Remaining;
    }

    public void Dispose()
    {
        Sdk.Dispose();
        SigningKey.Dispose();
    }
}
