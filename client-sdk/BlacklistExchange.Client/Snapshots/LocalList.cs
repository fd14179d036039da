using System.Diagnostics;
using BlacklistExchange.Client.Telemetry;
using Microsoft.Extensions.Logging;

namespace BlacklistExchange.Client.Snapshots;

/// <summary>The list in force in this process: opened from disk once, swapped as a whole by a synchronisation, read without a lock.</summary>
internal sealed class LocalList : IDisposable
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(15);

    private readonly ListFolder _folder;
    private readonly ListOpener _opener;
    private readonly ListSync _sync;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private ListSet? _current;
    private SyncReport? _lastFailure;
    private long _failedAt;

    public LocalList(ListFolder folder, ListOpener opener, ListSync sync, TimeProvider time, ILogger log)
    {
        (_folder, _opener, _sync, _time, _log) = (folder, opener, sync, time, log);
        _current = OpenFromDisk();
    }

    /// <summary>The list in force; null when there is none.</summary>
    public ListSet? Current => Volatile.Read(ref _current);

    /// <summary>How old the list is; null when there is none or the clock stands before the list's own time, so that nobody can tell.</summary>
    public TimeSpan? AgeOf(ListSet? set)
    {
        TimeSpan? age = _time.GetUtcNow() - set?.IssuedAt;
        return age switch
        {
            { } known when known >= TimeSpan.Zero => known,
            { } ahead when ahead >= TimeSpan.FromMinutes(-5) => TimeSpan.Zero,
            _ => null,
        };
    }

    /// <summary>Synchronises now. Never throws for what the hub or the network does: see <see cref="SyncReport.Failure"/>.</summary>
    public async Task<SyncReport> SyncAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await SyncAloneAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Makes sure that there is a list not older than <paramref name="limit"/>, as far as the hub lets it. Callers share one attempt; after a failure the next waits a moment.</summary>
    public async Task EnsureAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (IsFresh(limit))
        {
            return;
        }
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!IsFresh(limit) && !JustFailed)
            {
                await SyncAloneAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Synchronises unless somebody has replaced <paramref name="outdated"/> meanwhile or an attempt has just failed.</summary>
    public async Task ReplaceAsync(ListSet? outdated, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (ReferenceEquals(Current, outdated) && !JustFailed)
            {
                await SyncAloneAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Why the last synchronisation failed; null when it did not.</summary>
    public ExchangeException? LastFailure => Volatile.Read(ref _lastFailure)?.Failure;

    public void Dispose()
    {
        Interlocked.Exchange(ref _current, null)?.Retire(null);
        _gate.Dispose();
    }

    private bool JustFailed => _lastFailure is not null && _time.GetElapsedTime(_failedAt) < RetryPause;

    private bool IsFresh(TimeSpan limit) => Current is { } set && AgeOf(set) is { } age && age <= limit;

    private async Task<SyncReport> SyncAloneAsync(CancellationToken cancellationToken)
    {
        using Activity? activity = ClientTelemetry.Source.StartActivity("sync");
        SyncReport report;
        try
        {
            FileStream? alone = await _folder.LockAsync(LockPatience, _time, cancellationToken).ConfigureAwait(false)
                ?? throw new HubUnreachableException("Another process has kept the list folder locked for two minutes.");
            await using (alone.ConfigureAwait(false))
            {
                Adopt(_opener.OpenCurrent(Current, out _));
                (ListSet set, report) = await _sync.RunAsync(Current, cancellationToken).ConfigureAwait(false);
                Adopt(set);
            }
            _lastFailure = null;
        }
        catch (ExchangeException exception)
        {
            report = Failed(exception);
        }
        catch (IOException exception)
        {
            report = Failed(new ListStorageException($"The list folder cannot be written: {exception.Message} The old list stays in force.", exception));
        }
        ClientTelemetry.Syncs.Add(1, new KeyValuePair<string, object?>("outcome", report.Outcome.ToString()));
        if (AgeOf(Current) is { } age)
        {
            ClientTelemetry.ListAge.Record(age.TotalSeconds);
        }
        return Describe(report);
    }

    private SyncReport Failed(ExchangeException exception)
    {
        _log.LogWarning(exception, "The local list could not be synchronised: {Reason}", exception.Message);
        _failedAt = _time.GetTimestamp();
        return _lastFailure = new SyncReport { Outcome = SyncOutcome.Failed, Failure = exception };
    }

    private SyncReport Describe(SyncReport report) => Current is not { } set ? report : report with
    {
        Sequence = set.Manifest.Sequence,
        IssuedAt = set.IssuedAt,
        Entries = set.Entries,
        Epochs = [.. set.Epochs.Select(static epoch => epoch.Number)],
    };

    private void Adopt(ListSet? set)
    {
        if (set is not null && !ReferenceEquals(set, Current))
        {
            Interlocked.Exchange(ref _current, set)?.Retire(set);
        }
    }

    private ListSet? OpenFromDisk()
    {
        for (int attempt = 0; attempt < 3; attempt++)
        {
            ListSet? set = _opener.OpenCurrent(null, out string? fault);
            if (set is not null || _folder.ReadCurrent() is null)
            {
                return set;
            }
            // Another process may have swapped the list between the manifest and its files: look again.
            _log.LogInformation("The local list on disk cannot be opened: {Reason}", fault);
        }
        return null;
    }
}
