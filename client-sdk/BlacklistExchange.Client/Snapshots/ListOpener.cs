using System.Diagnostics.CodeAnalysis;
using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Client.Snapshots;

/// <summary>Opens a list from its folder, trusting nothing that lies there: signatures, digests and names are checked again, since a stop may have torn a file.</summary>
internal sealed class ListOpener(ListFolder folder, ExchangePin pin)
{
    /// <summary>Opens the manifest in force; null with the fault when there is none or anything is amiss. A newer sync then fetches what is missing.</summary>
    public ListSet? OpenCurrent(ListSet? reuse, out string? fault)
    {
        SignedStructure? current = folder.ReadCurrent();
        if (current is null)
        {
            fault = "There is no local list yet.";
            return null;
        }
        if (reuse is not null && reuse.Digest.AsSpan().SequenceEqual(current.Digest))
        {
            fault = null;
            return reuse;
        }
        return TryOpen(current, reuse, out ListSet? set, out fault) ? set : null;
    }

    /// <summary>Opens a manifest whose files are in place. Files that <paramref name="reuse"/> has open already are taken over, not read again.</summary>
    public bool TryOpen(SignedStructure signed, ListSet? reuse, [NotNullWhen(true)] out ListSet? set, [NotNullWhen(false)] out string? fault)
    {
        set = null;
        if (!pin.TryOpenManifest(signed, out Manifest? manifest, out fault))
        {
            return false;
        }
        List<EpochKeys> epochs = [];
        foreach (ManifestEpoch named in manifest.Epochs)
        {
            if (!pin.TryOpenDescriptor(folder.ReadDescriptor(named.Epoch), out EpochKeys? keys, out fault))
            {
                return false;
            }
            if (!keys.Digest.AsSpan().SequenceEqual(named.DescriptorDigest) || keys.Number != named.Epoch)
            {
                fault = $"The descriptor of epoch {named.Epoch} is not the one that the manifest names.";
                return false;
            }
            epochs.Add(keys);
        }
        Dictionary<(IdentifierKind Kind, uint Epoch), MappedSnapshot> files = [];
        fault = OpenFiles(manifest, reuse, files);
        set = new ListSet(manifest, signed.Digest, epochs, files);
        if (fault is null)
        {
            return true;
        }
        set.Retire(reuse);
        set = null;
        return false;
    }

    private string? OpenFiles(Manifest manifest, ListSet? reuse, Dictionary<(IdentifierKind Kind, uint Epoch), MappedSnapshot> files)
    {
        foreach (ManifestFile file in manifest.Files)
        {
            IdentifierKind kind = (IdentifierKind)file.Kind;
            bool same = reuse is not null && reuse.Manifest.Files.Any(old => old.Kind == file.Kind && old.Epoch == file.Epoch && old.Digest.AsSpan().SequenceEqual(file.Digest));
            if (same && reuse!.TryGetFile(kind, file.Epoch, out MappedSnapshot? open))
            {
                files[(kind, file.Epoch)] = open;
                continue;
            }
            if (MappedSnapshot.Open(folder.FilePath(file.Digest), file, manifest.List) is not { } opened)
            {
                return $"The file of kind {file.Kind} in epoch {file.Epoch} is missing, torn or another one than the manifest names.";
            }
            files[(kind, file.Epoch)] = opened;
        }
        return null;
    }
}
