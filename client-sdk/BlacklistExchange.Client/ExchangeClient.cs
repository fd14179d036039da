using System.Collections.Frozen;
using BlacklistExchange.Client.Queries;
using BlacklistExchange.Client.Reporting;
using BlacklistExchange.Client.Vault;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BlacklistExchange.Client;

/// <summary>
/// A member's way to one list of the exchange: ask, report, retract, renew, keep the local list current. One instance serves a whole process; it is safe for
/// use from any number of threads, and concurrent queries share requests.
/// </summary>
/// <remarks>
/// <para>What leaves the process of a query is a blinded element among dummies, and only the first time an identifier is asked; the look-up itself is local. Of
/// a query nothing is written to disk, unless <see cref="ExchangeClientOptions.EntryKeyStore"/> is set: then its entry key is, sealed.</para>
/// <para>Queries do not throw for what the network, the hub or a budget does: the answer is then <see cref="Verdict.Unsure"/> or <see cref="Verdict.Stale"/>
/// with a reason. Misuse throws <see cref="ArgumentException"/>; reports, renewals and budgets throw <see cref="ExchangeException"/>.</para>
/// </remarks>
public sealed class ExchangeClient : IAsyncDisposable
{
    private readonly ExchangeClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ClientParts _parts;
    private readonly BackgroundSync _background;
    private int _disposed;

    /// <summary>Opens profile, local list and vault; makes no network traffic.</summary>
    /// <param name="options">Settings; later changes to the object have no effect.</param>
    /// <param name="logger">Where to log; null = nowhere. No identifier or key is ever logged.</param>
    /// <param name="timeProvider">Clock; null = the system's.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is missing or out of range; the message names it.</exception>
    /// <exception cref="ProfileException">The profile is missing, not enrolled, or readable by others.</exception>
    /// <exception cref="VaultException">The vault key is not the one the vault was made with.</exception>
    public ExchangeClient(ExchangeClientOptions options, ILogger<ExchangeClient>? logger = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ExchangeClientOptionsRules.Require(options);
        _options = options.Copy();
        _time = timeProvider ?? TimeProvider.System;
        _parts = new ClientParts(_options, logger, _time);
        _background = new BackgroundSync(_parts.List, _options.SyncInterval, _time);
    }

    /// <summary>The profile in use.</summary>
    public ExchangeProfile Profile => _parts.Profile;

    /// <summary>Name of the list.</summary>
    public string List => _options.List!;

    /// <summary>How old the local list is; null when there is none, or its age cannot be told. Beyond <see cref="ExchangeClientOptions.StaleAfter"/> it neither accuses nor clears.</summary>
    public TimeSpan? ListAge => _parts.List.AgeOf(_parts.List.Current);

    /// <summary>
    /// Names what the local list holds: the same text as long as its epochs and entries are the same, also when the manifest is signed anew. To be compared, for
    /// example to match handles again when it has changed. Null when there is no list.
    /// </summary>
    public string? ListContent => _parts.List.Current?.Content;

    /// <summary>Asks for one identifier.</summary>
    /// <param name="identifier">What to ask; it stays in the process.</param>
    /// <param name="purpose">Why, one of <see cref="Purposes"/>; the list's policy may refuse one.</param>
    /// <param name="cancellationToken">Stops waiting; a request that is in flight still ends, since it was charged.</param>
    /// <exception cref="ArgumentException">The purpose is not in the registry.</exception>
    public async Task<Listing> QueryAsync(Identifier identifier, string purpose, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        return (await _parts.Queries.AskAsync([identifier], purpose, cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>Asks for several identifiers of one person or company, and weighs them together.</summary>
    /// <param name="identifiers">1 to 100 identifiers of one applicant.</param>
    /// <param name="purpose">Why, one of <see cref="Purposes"/>.</param>
    /// <param name="cancellationToken">As in <see cref="QueryAsync"/>.</param>
    /// <exception cref="ArgumentException">The purpose is not in the registry, or there are none or too many identifiers.</exception>
    public async Task<ApplicantListing> QueryApplicantAsync(IReadOnlyList<Identifier> identifiers, string purpose, CancellationToken cancellationToken = default)
    {
        RequireApplicant(identifiers);
        Listing[] listings = await _parts.Queries.AskAsync(identifiers, purpose, cancellationToken).ConfigureAwait(false);
        return ApplicantRules.Decide([.. identifiers.Select(static identifier => identifier.Kind)], listings, _options.OnUncertain!.Value);
    }

    /// <summary>
    /// As <see cref="QueryApplicantAsync"/>, and returns a handle that answers again later: store it beside the customer, and give it to <see cref="Match"/> at
    /// every payout or parcel. It costs nothing to match, tells nobody anything, and is good as long as its epochs live.
    /// </summary>
    /// <param name="identifiers">1 to 100 identifiers of one applicant.</param>
    /// <param name="purpose">Why, one of <see cref="Purposes"/>.</param>
    /// <param name="cancellationToken">As in <see cref="QueryAsync"/>.</param>
    /// <exception cref="ArgumentException">The purpose is not in the registry, or there are none or too many identifiers.</exception>
    public async Task<Checked> CheckAsync(IReadOnlyList<Identifier> identifiers, string purpose, CancellationToken cancellationToken = default)
    {
        RequireApplicant(identifiers);
        return await _parts.Handles.CheckAsync(identifiers, purpose, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// What the local list says now of those whom a handle stands for. Reads the mapped list and nothing else: no request, no waiting, no units. Keep the list
    /// current (<see cref="StartBackgroundSync"/>): this never fetches one.
    /// </summary>
    /// <param name="handle">What <see cref="CheckAsync"/> returned, to this client or an earlier one of the same profile and list.</param>
    /// <exception cref="HandleException">It is no handle, was altered, or is another member's, exchange's or list's.</exception>
    public Matched Match(string handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return _parts.Handles.Match(handle);
    }

    /// <summary>
    /// As <see cref="CheckAsync"/>, without a unit of its own: the identifiers wait until requests of others have padding to fill, which is paid for anyway. For
    /// what can wait, above all making handles anew before an epoch ends, and screening an existing base little by little. It may take days, and for a kind
    /// that nobody else asks for it never ends by itself: give <paramref name="latest"/>, or cancel. Nothing of it is kept when the process stops.
    /// </summary>
    /// <param name="identifiers">1 to 100 identifiers of one applicant.</param>
    /// <param name="purpose">Why, one of <see cref="Purposes"/>; the hub hears of it only when <paramref name="latest"/> comes.</param>
    /// <param name="latest">When to ask for what is left in the ordinary way, at the ordinary cost; null = never.</param>
    /// <param name="cancellationToken">Takes them out of the line again.</param>
    /// <exception cref="ArgumentException">The purpose is not in the registry, or there are none or too many identifiers.</exception>
    public async Task<Checked> CheckWhenSpareAsync(IReadOnlyList<Identifier> identifiers, string purpose, DateTimeOffset? latest = null, CancellationToken cancellationToken = default)
    {
        RequireApplicant(identifiers);
        return await _parts.Handles.CheckWhenSpareAsync(identifiers, purpose, latest, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Seals what the caller's program has to keep of its own; each use has keys of its own.</summary>
    /// <param name="use">Names the use, 1 to 64 characters; the same use gives the same keys in every process of this profile and list.</param>
    public LocalSeal CreateSeal(string use)
    {
        ArgumentException.ThrowIfNullOrEmpty(use);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(use.Length, 64, nameof(use));
        return _parts.CreateSeal(use);
    }

    /// <summary>Asks for any number of identifiers and gives the answers as they are ready, keyed by position. Memory stays bounded whatever the length.</summary>
    /// <param name="identifiers">Read once, as fast as answers are taken.</param>
    /// <param name="purpose">Why, one of <see cref="Purposes"/>. Screening an existing customer base needs a grant from the operator.</param>
    /// <param name="progress">Told after every group of answers, and when the burst budget makes the stream wait.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public IAsyncEnumerable<QueryResult> QueryManyAsync(
        IEnumerable<Identifier> identifiers, string purpose, IProgress<QueryProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(identifiers);
        return QueryManyAsync(identifiers.ToAsyncEnumerable(), purpose, progress, cancellationToken);
    }

    /// <summary>As the other overload, for an input that arrives over time: what is there does not wait for what is not.</summary>
    /// <param name="identifiers">Read once, as fast as answers are taken.</param>
    /// <param name="purpose">Why, one of <see cref="Purposes"/>.</param>
    /// <param name="progress">Told after every group of answers, and when the burst budget makes the stream wait.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public IAsyncEnumerable<QueryResult> QueryManyAsync(
        IAsyncEnumerable<Identifier> identifiers, string purpose, IProgress<QueryProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(identifiers);
        QueryRoad.Require(purpose);
        return new QueryStream(_parts.Queries, _options.BurstWait, _time).RunAsync(identifiers, purpose, progress, cancellationToken);
    }

    /// <summary>What asking would cost in units, padding and all live epochs included, before anything is asked. Needs the local list, nothing else.</summary>
    /// <param name="identifiers">Read once; duplicates count once.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ExchangeException">There is no local list and none could be fetched.</exception>
    public Task<QueryCost> EstimateCostAsync(IEnumerable<Identifier> identifiers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(identifiers);
        return EstimateCostAsync(identifiers.Distinct().CountBy(static identifier => identifier.Kind).ToFrozenDictionary(static pair => pair.Key, static pair => (long)pair.Value), cancellationToken);
    }

    /// <summary>As the other overload, from counts of distinct identifiers a kind.</summary>
    /// <param name="counts">How many distinct identifiers of each kind.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ExchangeException">There is no local list and none could be fetched.</exception>
    public async Task<QueryCost> EstimateCostAsync(IReadOnlyDictionary<IdentifierKind, long> counts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(counts);
        (Snapshots.ListSet set, _) = await _parts.Reports.NewestAsync(cancellationToken).ConfigureAwait(false);
        return CostRules.OfQuery(counts, set, _time.GetUtcNow());
    }

    /// <summary>
    /// Reports a case: derives the entry keys, signs, writes the report to the encrypted vault, sends it, verifies the receipt. Idempotent by
    /// <see cref="ReportCase.ReportId"/>: after a failure or a stop, report the same case again, or call <see cref="ResumeReportsAsync"/>.
    /// </summary>
    /// <returns>The exchange's receipt, with an outcome and state an item; keep the tags, acts and appeals name entries by them.</returns>
    /// <exception cref="ArgumentException">The case is not one; the message names the field.</exception>
    /// <exception cref="ReportRefusedException">The hub refused the case as a whole.</exception>
    /// <exception cref="ExchangeException">It could not be evaluated, stored or sent; nothing is reported twice by trying again.</exception>
    public Task<Receipt> ReportAsync(ReportCase reportCase, CancellationToken cancellationToken = default) => _parts.Reports.ReportAsync(reportCase, cancellationToken);

    /// <summary>A dry run of <see cref="ReportAsync"/>: checks the case and says what it would cost and lead to. Nothing is evaluated, charged, stored or filed.</summary>
    /// <exception cref="ArgumentException">The case is not one; the message names the field.</exception>
    /// <exception cref="ExchangeException">The hub could not be asked for its policy.</exception>
    public async Task<ReportPreview> PreviewReportAsync(ReportCase reportCase, CancellationToken cancellationToken = default)
    {
        CaseRules.Require(reportCase);
        (_, Evaluation.EpochKeys epoch) = await _parts.Reports.NewestAsync(cancellationToken).ConfigureAwait(false);
        ListsResponse lists = await _parts.Hub.ListsAsync(cancellationToken).ConfigureAwait(false);
        return CostRules.OfReport(reportCase, epoch, lists.Lists.FirstOrDefault(list => list.Name == List));
    }

    /// <summary>Sends again every report of the vault that has no answer yet, byte for byte; call it once when the process starts.</summary>
    public Task<IReadOnlyList<ResumedReport>> ResumeReportsAsync(CancellationToken cancellationToken = default) => _parts.Reports.ResumeAsync(cancellationToken);

    /// <summary>
    /// Sends acknowledged reports of the vault again, byte for byte under the same ids, oldest receipt first: after the operator has said that the hub was restored from a backup
    /// (spec/protocol.md §3.4). A hub that has a report answers with its receipt and charges nothing; one that lost it files it anew, within the day's cap. What was withdrawn since is withdrawn
    /// again. May stop anywhere and be repeated.
    /// </summary>
    /// <param name="acceptedAfter">Only reports whose receipt is of this time or later; null sends all.</param>
    /// <param name="progress">Told after each report how many of how many were sent.</param>
    /// <param name="cancellationToken">Cancels between two reports or while one is sent.</param>
    /// <returns>What became of each; it does not throw because of the hub.</returns>
    /// <exception cref="VaultException">A file of the vault cannot be read.</exception>
    public Task<ResendReport> ResendReportsAsync(DateTimeOffset? acceptedAfter = null, IProgress<ResendProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _parts.Resends.RunAsync(acceptedAfter, progress, cancellationToken);

    /// <summary>Withdraws a report, whole or one item. Needs no identifier and costs no units; may be repeated.</summary>
    /// <param name="reportId">The member's own report.</param>
    /// <param name="item">Item index from 0; null withdraws all.</param>
    /// <param name="cancellationToken">Cancels; whether it was withdrawn is then unknown, and repeating is safe.</param>
    /// <returns>The items withdrawn, each with the entry's state after it.</returns>
    /// <exception cref="HubRefusedException">There is no such report of this member.</exception>
    public Task<RetractionResponse> RetractAsync(Guid reportId, int? item = null, CancellationToken cancellationToken = default) =>
        _parts.Retractions.RetractAsync(reportId, item, cancellationToken);

    /// <summary>Carries the member's own reports from the vault into the newest epoch. What nobody renews ends with its epoch. Has a budget of its own; may be repeated.</summary>
    public Task<RenewalReport> RenewAsync(CancellationToken cancellationToken = default) => _parts.Renewals.RenewAsync(cancellationToken);

    /// <summary>
    /// As <see cref="RenewAsync"/>, and what the padding of others' requests carries is not charged to the renewal budget. Waits for it until some days after the new
    /// epoch began, so that restarts do not put it off; what is left then is asked for in the ordinary way.
    /// </summary>
    /// <param name="patience">How long after the new epoch's begin to wait for padding: 0 to 30 days; well below the time that both epochs live.</param>
    /// <param name="cancellationToken">Cancels; renewing again takes up where it stopped.</param>
    public Task<RenewalReport> RenewWhenSpareAsync(TimeSpan patience, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(patience, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(patience, TimeSpan.FromDays(30));
        return _parts.Renewals.RenewWhenSpareAsync(patience, _time, cancellationToken);
    }

    /// <summary>Fetches the newest list now. A failure is in the report, and the old list stays in force; only cancellation throws.</summary>
    public Task<SyncReport> SyncAsync(CancellationToken cancellationToken = default) => _parts.List.SyncAsync(cancellationToken);

    /// <summary>Keeps the list current from now on, every <see cref="ExchangeClientOptions.SyncInterval"/>, until the client is disposed. Calling it again does nothing.</summary>
    public void StartBackgroundSync() => _background.Start();

    /// <summary>Asks the hub what remains of the legal entity's budgets.</summary>
    public Task<BudgetResponse> GetBudgetAsync(CancellationToken cancellationToken = default) => _parts.Hub.BudgetAsync(cancellationToken);

    /// <summary>Asks the hub which lists this member may use, and their policies.</summary>
    public Task<ListsResponse> GetListsAsync(CancellationToken cancellationToken = default) => _parts.Hub.ListsAsync(cancellationToken);

    /// <summary>For a desk: an entry's state at the hub under every live epoch, pending included. The hub learns the entry key, not the identifier.</summary>
    /// <exception cref="HubRefusedException">This member is not a desk.</exception>
    public Task<IReadOnlyList<EntryReport>> GetEntryStateAsync(Identifier identifier, CancellationToken cancellationToken = default) => _parts.Desk.StateAsync(identifier, cancellationToken);

    /// <summary>For a desk: freezes an entry everywhere at the next synchronisation, under every live epoch that knows it.</summary>
    /// <param name="identifier">The identifier that is contested.</param>
    /// <param name="ground">Why, at most 200 characters, no identifier.</param>
    /// <param name="reference">The desk's case number, at most 64 characters.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="HubRefusedException">This member is not a desk, or a text is too long.</exception>
    public Task<IReadOnlyList<EntryReport>> OpenDisputeAsync(Identifier identifier, string ground, string reference, CancellationToken cancellationToken = default) =>
        _parts.Desk.DisputeAsync(identifier, ground, reference, cancellationToken);

    /// <summary>
    /// The lists of an exchange that this member may use, and the hub's clock, before any list is chosen.
    /// </summary>
    /// <param name="profile">An enrolled profile.</param>
    /// <param name="timeProvider">Clock; null = the system's.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ExchangeException">The profile cannot be used, or the hub did not answer or refused.</exception>
    public static async Task<ListsResponse> DiscoverListsAsync(ExchangeProfile profile, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(profile);
        using Hub.HubConnection connection = new(profile, new ExchangeClientOptions().RequestTimeout, proxy: null, files: null, timeProvider ?? TimeProvider.System, NullLogger.Instance);
        return await connection.GetAsync(Routes.Lists, WireJson.Default.ListsResponse, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The report id that belongs to a case number of the caller's own system, so that a case reported again is the same report. It depends on the vault's key:
    /// nobody else can try case numbers against it.
    /// </summary>
    /// <param name="reference">The case number, 1 to 1,000 characters.</param>
    /// <exception cref="ArgumentException">It is empty or too long.</exception>
    public Guid ReportIdOf(string reference)
    {
        ArgumentException.ThrowIfNullOrEmpty(reference);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reference.Length, 1000, nameof(reference));
        return _parts.Vault.IdOf(Profile.Bundle.Exchange, List, reference);
    }

    /// <summary>The member's reports in the vault, as ids.</summary>
    public IReadOnlyList<Guid> GetReportIds() => [.. _parts.Vault.Reports()];

    /// <summary>The receipt of a report in the vault; null when there is none yet.</summary>
    /// <exception cref="ArgumentException">The vault holds no such report.</exception>
    public Receipt? GetReceipt(Guid reportId)
    {
        using VaultedReport report = Vaulted(reportId);
        return report.Receipt;
    }

    /// <summary>What opens the evidence commitment of one item, for an appeal. Personal data.</summary>
    /// <exception cref="ArgumentException">The vault holds no such report or item.</exception>
    public EvidenceOpening OpenEvidence(Guid reportId, int item)
    {
        using VaultedReport report = Vaulted(reportId);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(item, report.Items.Count);
        VaultedItem held = report.Items[item];
        return new EvidenceOpening([.. held.Nonce], held.Input.ToArray(), report.EvidenceSha256, ReportCommitments.Evidence(held.Nonce, held.Input.Span, report.EvidenceSha256));
    }

    /// <summary>Ends background work, closes connections, unmaps the list and zeroes every key.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }
        await _background.DisposeAsync().ConfigureAwait(false);
        _parts.Dispose();
    }

    private static void RequireApplicant(IReadOnlyList<Identifier> identifiers)
    {
        ArgumentNullException.ThrowIfNull(identifiers);
        if (identifiers.Count is 0 or > Handles.HandleKeys.MostIdentifiers)
        {
            throw new ArgumentException($"An applicant has 1 to {Handles.HandleKeys.MostIdentifiers} identifiers; this one has {identifiers.Count}.", nameof(identifiers));
        }
        foreach (Identifier identifier in identifiers)
        {
            ArgumentNullException.ThrowIfNull(identifier, nameof(identifiers));
        }
    }

    private VaultedReport Vaulted(Guid reportId) => _parts.Vault.Read(reportId) ?? throw new ArgumentException($"The vault holds no report {reportId}.", nameof(reportId));
}
