using System.Globalization;
using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Client.Hub;
using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Snapshots;

/// <summary>
/// Brings the folder to the hub's newest manifest (spec/protocol.md §8). The order of the steps is the safety: verify the manifest, remember its sequence,
/// put every file in place, open the whole set, and only then replace <c>current</c>. A stop between any two leaves the old list in force and what was
/// fetched for next time. Runs under the folder's lock.
/// </summary>
internal sealed class ListSync(HubApi hub, ListFolder folder, ExchangePin pin, ListOpener opener, TimeSpan timeout, TimeProvider time)
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>Returns the set that is in force afterwards, and what was done.</summary>
    /// <exception cref="ExchangeException">Nothing was changed.</exception>
    public async Task<(ListSet Set, SyncReport Report)> RunAsync(ListSet? present, CancellationToken cancellationToken)
    {
        SignedStructure? signed = SignedStructure.Of(await hub.ManifestAsync(cancellationToken).ConfigureAwait(false));
        Manifest manifest = Verify(signed, present);
        if (present is not null && present.Digest.AsSpan().SequenceEqual(signed!.Digest))
        {
            return (present, new SyncReport { Outcome = SyncOutcome.Unchanged });
        }
        await TakeDescriptorsAsync(manifest, cancellationToken).ConfigureAwait(false);
        folder.WriteSeen(manifest.Sequence, signed!.Digest);
        FileDownload download = new(hub, timeout, time);
        (int byDelta, int fetched) = await TakeFilesAsync(manifest, present, download, cancellationToken).ConfigureAwait(false);
        if (!opener.TryOpen(signed, present, out ListSet? set, out string? fault))
        {
            throw new HubUntrustedException($"{fault} The old list stays in force.");
        }
        folder.WriteCurrent(signed);
        folder.DeleteAllBut([.. manifest.Files.Select(static file => file.Digest)]);
        return (set, new SyncReport { Outcome = SyncOutcome.Updated, FilesByDelta = byDelta, FilesFetched = fetched, BytesReceived = download.Received });
    }

    private Manifest Verify(SignedStructure? signed, ListSet? present)
    {
        if (!pin.TryOpenManifest(signed, out Manifest? manifest, out string? fault))
        {
            throw new HubUntrustedException($"{fault} The old list stays in force.");
        }
        (ulong seen, string digest) = folder.ReadSeen();
        if (present is not null && present.Manifest.Sequence > seen)
        {
            (seen, digest) = (present.Manifest.Sequence, Convert.ToHexStringLower(present.Digest));
        }
        if (manifest.Sequence < seen)
        {
            throw new HubUntrustedException($"The hub offers manifest {manifest.Sequence}, older than {seen}, which this member has seen. The old list stays in force; ask the operator whether the hub was restored.");
        }
        if (manifest.Sequence == seen && digest != Convert.ToHexStringLower(signed!.Digest))
        {
            throw new HubUntrustedException($"The hub has signed two different manifests with sequence {seen}. The old list stays in force.");
        }
        DateTimeOffset now = time.GetUtcNow();
        if (manifest.IssuedAt > (ulong)(now + ClockTolerance).ToUnixTimeSeconds())
        {
            throw new HubUntrustedException(string.Create(CultureInfo.InvariantCulture, $"The manifest is signed for a time ahead of this machine's clock ({now:u}): check the clock."));
        }
        return manifest;
    }

    /// <summary>Every named descriptor is verified, compared with what was seen of the same epoch, and chained to the epoch before.</summary>
    private async Task TakeDescriptorsAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        Dictionary<string, SignedStructure> offered = [];
        if (manifest.Epochs.Any(named => folder.ReadDescriptor(named.Epoch) is null))
        {
            EpochsResponse answer = await hub.EpochsAsync(cancellationToken).ConfigureAwait(false);
            foreach (SignedStructure signed in answer.Epochs.Select(static wire => SignedStructure.Of(wire)).OfType<SignedStructure>())
            {
                offered[Convert.ToHexString(signed.Digest)] = signed;
            }
        }
        foreach (ManifestEpoch named in manifest.Epochs.OrderBy(static epoch => epoch.Epoch))
        {
            if (folder.ReadDescriptor(named.Epoch) is { } known)
            {
                Require(known.Digest.AsSpan().SequenceEqual(named.DescriptorDigest), $"The hub names another descriptor of epoch {named.Epoch} than the one it gave before.");
                continue;
            }
            if (!offered.TryGetValue(Convert.ToHexString(named.DescriptorDigest), out SignedStructure? signed))
            {
                throw new HubUntrustedException($"The hub does not offer the descriptor of epoch {named.Epoch} that its manifest names. The old list stays in force.");
            }
            Require(pin.TryOpenDescriptor(signed, out EpochKeys? keys, out string? fault), fault!);
            Require(keys!.Number == named.Epoch, $"The descriptor named for epoch {named.Epoch} is for epoch {keys.Number}.");
            SignedStructure? previous = named.Epoch > 1 ? folder.ReadDescriptor(named.Epoch - 1) : null;
            Require(previous is null || previous.Digest.AsSpan().SequenceEqual(keys.Descriptor.Previous), $"The descriptor of epoch {named.Epoch} does not follow the one of the epoch before.");
            folder.WriteDescriptor(named.Epoch, signed);
        }
    }

    private async Task<(int ByDelta, int Fetched)> TakeFilesAsync(Manifest manifest, ListSet? present, FileDownload download, CancellationToken cancellationToken)
    {
        DeltaChain chain = new(folder, download);
        int byDelta = 0;
        int fetched = 0;
        foreach (ManifestFile file in manifest.Files)
        {
            byte[]? have = present?.Manifest.Files.FirstOrDefault(old => old.Kind == file.Kind && old.Epoch == file.Epoch)?.Digest;
            if ((have is not null && have.AsSpan().SequenceEqual(file.Digest)) || IsInPlace(file, manifest.List))
            {
                continue;
            }
            IReadOnlyList<ManifestDelta> deltas = have is null ? [] : DeltaChain.Find(file, have);
            if (deltas.Count > 0 && await chain.ApplyAsync(deltas, cancellationToken).ConfigureAwait(false))
            {
                byDelta++;
                continue;
            }
            await download.FetchAsync(file.Digest, file.Length, folder.FilePath(file.Digest), cancellationToken).ConfigureAwait(false);
            fetched++;
        }
        return (byDelta, fetched);
    }

    private bool IsInPlace(ManifestFile file, string list)
    {
        using MappedSnapshot? found = MappedSnapshot.Open(folder.FilePath(file.Digest), file, list);
        return found is not null;
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new HubUntrustedException($"{fault} The old list stays in force.");
        }
    }
}
