using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Testing;

/// <summary>Everything a fake hub knows, under one lock.</summary>
internal sealed class FakeHubState : IDisposable
{
    private readonly Lock _lock = new();
    private byte[] _previousDescriptor = new byte[32];
    private uint _lastEpoch;

    public FakeHubState(FakeHubOptions options)
    {
        Options = options;
        Authority = new FakeAuthority(options.Exchange, options.TimeProvider, options.CertificateName);
        Publisher = new FakePublisher(options, Authority, Entries);
        Reports = new FakeReports(options, Authority, Entries);
        Budgets = [.. Enumerable.Range(0, options.Holders).Select(_ => new FakeBudget(options.List))];
        Holders = [.. Budgets.Select((budget, index) => new FakeHolder(index + 1, options, budget))];
    }

    public FakeHubOptions Options { get; }

    public FakeAuthority Authority { get; }

    public FakeList Entries { get; } = new();

    public FakePublisher Publisher { get; }

    public FakeReports Reports { get; }

    public List<FakeBudget> Budgets { get; }

    public IReadOnlyList<FakeHolder> Holders { get; }

    /// <summary>Where each holder listens, as descriptors say it.</summary>
    public List<string> Addresses { get; } = [];

    public List<FakeEpoch> Epochs { get; } = [];

    /// <summary>Members by the SHA-256 of their TLS key.</summary>
    public Dictionary<string, FakeMember> Members { get; } = [];

    public List<FakeRequest> Requests { get; } = [];

    public Func<FakeRequest, Task>? BeforeAnswer { get; set; }

    public FakeHubLie Lies { get; set; }

    public bool IsDirty { get; set; }

    public int DropsLeft { get; set; }

    public bool DropAfterWork { get; set; }

    public int CutsLeft { get; set; }

    public int CutAfter { get; set; }

    public T Locked<T>(Func<T> act)
    {
        lock (_lock)
        {
            return act();
        }
    }

    public void Locked(Action act)
    {
        lock (_lock)
        {
            act();
        }
    }

    public uint OpenEpoch()
    {
        FakeEpoch epoch = new(Options, ++_lastEpoch, _previousDescriptor, Addresses, Authority, Lies.HasFlag(FakeHubLie.WrongJointKey));
        _previousDescriptor = epoch.Digest;
        Epochs.Add(epoch);
        IsDirty = true;
        return epoch.Number;
    }

    /// <summary>Publishes when something changed or the newest manifest is ten minutes old.</summary>
    public void Refresh()
    {
        ulong now = (ulong)Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();
        if (IsDirty || Publisher.Newest.IssuedAt + 600 < now)
        {
            Publisher.Publish(Epochs, Lies.HasFlag(FakeHubLie.BrokenDeltas));
            IsDirty = false;
        }
    }

    public void EachEpoch(IReadOnlyList<Identifier> identifiers, Action<FakeEpoch, Identifier, EntryKey> act) => Locked(() =>
    {
        foreach (FakeEpoch epoch in Epochs)
        {
            foreach (Identifier identifier in identifiers)
            {
                using EntryKey key = epoch.Derive(identifier);
                act(epoch, identifier, key);
            }
        }
        IsDirty = true;
    });

    public void Dispose()
    {
        Epochs.ForEach(static epoch => epoch.Dispose());
        Authority.Dispose();
    }
}
