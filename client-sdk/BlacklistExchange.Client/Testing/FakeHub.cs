using System.Security.Cryptography;
using System.Text.Json;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Testing;

/// <summary>
/// A hub for a platform's own tests: real HTTP/2 and mutual TLS on loopback under a throw-away root, real VOPRF keys, real signed manifests and receipts, a
/// list in memory. Put identifiers on it, drop connections, exhaust budgets, let it lie; the SDK cannot tell it from a hub. Not for production: nothing is kept.
/// </summary>
/// <remarks>All members are safe for use from several threads.</remarks>
public sealed class FakeHub : IAsyncDisposable
{
    private readonly FakeHubState _state;
    private readonly List<FakeListener> _listeners = [];

    private FakeHub(FakeHubOptions options) => _state = new FakeHubState(options);

    /// <summary>Base address of the member port.</summary>
    public Uri Address => new(_listeners[0].Address);

    /// <summary>Name of the list.</summary>
    public string ListName => _state.Options.List;

    /// <summary>How the hub, and holder 1 with it, lies from now on.</summary>
    public FakeHubLie Lies
    {
        get => _state.Locked(() => _state.Lies);
        set => _state.Locked(() => _state.Lies = _state.Holders[0].Lies = value);
    }

    /// <summary>Units charged so far, by all holders together.</summary>
    public long Charged => _state.Locked(() => _state.Budgets.Sum(static budget => budget.Charged));

    /// <summary>Every request that came, in order.</summary>
    public IReadOnlyList<FakeRequest> Requests => _state.Locked<IReadOnlyList<FakeRequest>>(() => [.. _state.Requests]);

    /// <summary>Runs before every request is answered, outside all locks: hold requests back, or count them.</summary>
    public Func<FakeRequest, Task>? BeforeAnswer
    {
        get => _state.BeforeAnswer;
        set => _state.BeforeAnswer = value;
    }

    /// <summary>Starts a hub with an empty list and one epoch.</summary>
    public static async Task<FakeHub> StartAsync(FakeHubOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new FakeHubOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Holders, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Holders, 8, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Threshold, options.Holders, nameof(options));
        FakeHub hub = new(options);
        for (int holder = 1; holder <= options.Holders; holder++)
        {
            FakePort port = new(hub._state, holder);
            hub._listeners.Add(await FakeListener.StartAsync(hub._state.Authority, port.AnswerAsync, cancellationToken).ConfigureAwait(false));
        }
        hub._state.Addresses.AddRange(hub._listeners.Select(static (listener, index) => index == 0 ? "" : listener.Address));
        hub.OpenEpoch();
        return hub;
    }

    /// <summary>Makes an enrolled profile in a directory that holds none.</summary>
    /// <param name="directory">Where; it is made when missing.</param>
    /// <param name="name">Name of the member.</param>
    /// <param name="role"><c>member</c>, <c>courier</c>, <c>rights-holder</c> or <c>regulator</c>.</param>
    /// <param name="validity">How long the certificate is valid; negative for an expired one. 90 days by default.</param>
    public ExchangeProfile CreateProfile(string directory, string name = "test-member", string role = "member", TimeSpan? validity = null)
    {
        ExchangeProfile profile = ExchangeProfile.Create(directory, name);
        return profile.Import(Enrol(profile.Request!, role, validity), timeProvider: _state.Options.TimeProvider);
    }

    /// <summary>Makes a client of this hub with an enrolled profile of its own; the caller disposes it and deletes the directory.</summary>
    /// <param name="directory">Where; one that holds no profile.</param>
    /// <param name="onUncertain">What an uncertain answer means.</param>
    /// <param name="name">Name of the member.</param>
    public ExchangeClient CreateClient(string directory, OnUncertain onUncertain = OnUncertain.FailOpen, string name = "test-member") =>
        new(new ExchangeClientOptions { Profile = CreateProfile(directory, name), List = ListName, OnUncertain = onUncertain }, timeProvider: _state.Options.TimeProvider);

    /// <summary>Enrols a member from its request and returns the bundle, as an operator would. The same name may enrol again, with new keys.</summary>
    public string Enrol(string request, string role = "member", TimeSpan? validity = null)
    {
        if (!EnrolmentRequest.TryParse(request, out EnrolmentRequest? parsed, out string? reason))
        {
            throw new ArgumentException(reason, nameof(request));
        }
        return _state.Locked(() =>
        {
            _state.Members[Convert.ToHexString(SHA256.HashData(parsed!.TlsKey))] = new FakeMember(parsed.Name, role, parsed.SigningKey);
            MemberBundle bundle = new(_state.Options.Exchange, Address.ToString().TrimEnd('/'), parsed.Name, parsed.Name + "-entity", role, _state.Authority.Root.ExportCertificatePem(),
                _state.Authority.Certify(parsed.Name, parsed.TlsKey, validity ?? TimeSpan.FromDays(90)), System.Buffers.Text.Base64Url.EncodeToString(_state.Authority.SigningKey.ExportSubjectPublicKeyInfo()), []);
            return JsonSerializer.Serialize(bundle, WireJson.Default.MemberBundle);
        });
    }

    /// <summary>Revokes a member by name: its certificate then meets a refusal on every request, also on open connections.</summary>
    public void Revoke(string name) => _state.Locked(() =>
    {
        foreach (FakeMember member in _state.Members.Values.Where(member => member.Name == name))
        {
            member.IsRevoked = true;
        }
    });

    /// <summary>Lists identifiers as one case, in every live epoch: they share a ring.</summary>
    public void List(params IReadOnlyList<Identifier> identifiers) => Put(new FakeEntry(), identifiers);

    /// <summary>Publishes identifiers with the label of the caller's choice, as one case, in every live epoch.</summary>
    public void Put(FakeEntry entry, params IReadOnlyList<Identifier> identifiers)
    {
        EntryState state = entry.Status switch { EntryStatus.Watch => EntryState.Watch, EntryStatus.Disputed => EntryState.Disputed, _ => EntryState.Listed };
        Put(state, entry, identifiers);
    }

    /// <summary>Makes identifiers known but unpublished: reported, and waiting for more.</summary>
    public void SetPending(params IReadOnlyList<Identifier> identifiers) => Put(EntryState.Pending, new FakeEntry(), identifiers);

    /// <summary>Takes identifiers off the list, in every live epoch.</summary>
    public void Remove(params IReadOnlyList<Identifier> identifiers) => _state.EachEpoch(identifiers, (epoch, identifier, key) =>
        _state.Entries.Remove(epoch.Number, identifier.Kind, key.DeriveTag()));

    /// <summary>Opens a new epoch with keys of its own. What was listed is not in it unless it is listed again or renewed.</summary>
    /// <returns>Its number.</returns>
    public uint OpenEpoch() => _state.Locked(_state.OpenEpoch);

    /// <summary>Ends an epoch: its keys are gone and the manifest no longer names it.</summary>
    public void EndEpoch(uint epoch) => _state.Locked(() =>
    {
        _state.Epochs.RemoveAll(ended => ended.Number == epoch);
        _state.IsDirty = true;
    });

    /// <summary>Signs a new manifest even if nothing changed.</summary>
    public void Publish() => _state.Locked(() => _state.IsDirty = true);

    /// <summary>Breaks the connection of the next requests.</summary>
    /// <param name="count">How many requests.</param>
    /// <param name="afterWork">True to do the work, and charge it, before the connection breaks.</param>
    public void DropConnections(int count, bool afterWork = false) => _state.Locked(() => (_state.DropsLeft, _state.DropAfterWork) = (count, afterWork));

    /// <summary>Cuts the next file downloads after so many bytes each.</summary>
    public void CutDownloads(int count, int afterBytes) => _state.Locked(() => (_state.CutsLeft, _state.CutAfter) = (count, afterBytes));

    /// <summary>Leaves only so many units of a kind's budget at every holder.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="counter"><c>burst</c>, <c>day</c>, <c>epoch</c>, <c>hub</c> or <c>key</c>.</param>
    /// <param name="remaining">Units left.</param>
    /// <param name="retryAt">When it refills; null = never.</param>
    public void ExhaustBudget(IdentifierKind kind, string counter = "day", long remaining = 0, DateTimeOffset? retryAt = null) =>
        _state.Locked(() => _state.Budgets.ForEach(budget => budget.Shorten(kind, counter, remaining, retryAt)));

    /// <summary>Makes every budget plenty again.</summary>
    public void RestoreBudgets() => _state.Locked(() => _state.Budgets.ForEach(static budget => budget.Restore()));

    /// <summary>How one holder lies from now on.</summary>
    /// <param name="holder">Its index, from 1.</param>
    /// <param name="lies">Only lies about evaluations have a meaning for holders beyond the first.</param>
    public void LieAs(int holder, FakeHubLie lies) => _state.Locked(() => _state.Holders[holder - 1].Lies = lies);

    /// <summary>Stops one holder's port, as if its machine were gone.</summary>
    /// <param name="holder">Its index, from 1; 1 is the hub.</param>
    public async Task StopAsync(int holder = 1) => await _listeners[holder - 1].DisposeAsync().ConfigureAwait(false);

    /// <summary>The entry key of an identifier in the newest epoch, for tests that look for leaks.</summary>
    public byte[] RevealEntryKey(Identifier identifier) => _state.Locked(() =>
    {
        using EntryKey key = _state.Epochs[^1].Derive(identifier);
        return key.Reveal().ToArray();
    });

    /// <summary>Stops all ports and forgets everything.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (FakeListener listener in _listeners)
        {
            await listener.DisposeAsync().ConfigureAwait(false);
        }
        _state.Dispose();
    }

    private void Put(EntryState state, FakeEntry entry, IReadOnlyList<Identifier> identifiers)
    {
        uint ring = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
        _state.EachEpoch(identifiers, (epoch, identifier, key) =>
            _state.Entries.Put(epoch.Number, identifier.Kind, key, state, entry.ToLabel(ring), _state.Lies.HasFlag(FakeHubLie.BrokenLabels)));
    }
}
