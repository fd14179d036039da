using System.Diagnostics.CodeAnalysis;
using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Snapshots;

/// <summary>What the profile pins, and the checks that follow from it alone: nothing here remembers what was seen before.</summary>
/// <param name="Exchange">Name of the exchange.</param>
/// <param name="List">Name of the list.</param>
/// <param name="Key">The exchange's signing key, SubjectPublicKeyInfo.</param>
internal sealed record ExchangePin(string Exchange, string List, byte[] Key)
{
    /// <summary>Opens a descriptor; false with the fault when it is not this exchange's, not this list's, or its keys do not fit together.</summary>
    public bool TryOpenDescriptor(SignedStructure? signed, [NotNullWhen(true)] out EpochKeys? keys, [NotNullWhen(false)] out string? fault)
    {
        keys = null;
        if (signed is null || !signed.IsSignedBy(Key))
        {
            fault = "An epoch descriptor is not signed by the exchange's pinned key.";
            return false;
        }
        if (!EpochDescriptor.TryDecode(signed.Payload, out EpochDescriptor descriptor) || descriptor.NotBefore >= descriptor.NotAfter)
        {
            fault = "An epoch descriptor is malformed.";
            return false;
        }
        if (descriptor.Exchange != Exchange || descriptor.List != List)
        {
            fault = $"An epoch descriptor is for {descriptor.Exchange}/{descriptor.List}, not for {Exchange}/{List}.";
            return false;
        }
        return EpochKeys.TryCreate(descriptor, signed.Digest, out keys, out fault);
    }

    /// <summary>Opens a manifest; false with the fault when it is not this exchange's or this list's, or contradicts itself.</summary>
    public bool TryOpenManifest(SignedStructure? signed, [NotNullWhen(true)] out Manifest? manifest, [NotNullWhen(false)] out string? fault)
    {
        manifest = null;
        if (signed is null || !signed.IsSignedBy(Key))
        {
            fault = "The manifest is not signed by the exchange's pinned key.";
            return false;
        }
        if (!Manifest.TryDecode(signed.Payload, out Manifest decoded))
        {
            fault = "The manifest is malformed.";
            return false;
        }
        fault = decoded.Exchange != Exchange || decoded.List != List ? $"The manifest is for {decoded.Exchange}/{decoded.List}, not for {Exchange}/{List}." : Contradiction(decoded);
        manifest = fault is null ? decoded : null;
        return manifest is not null;
    }

    private static string? Contradiction(Manifest manifest)
    {
        HashSet<uint> epochs = [.. manifest.Epochs.Select(static epoch => epoch.Epoch)];
        if (epochs.Count != manifest.Epochs.Count || manifest.Files.Any(file => !epochs.Contains(file.Epoch)))
        {
            return "The manifest names an epoch twice, or a file of an epoch that it does not name.";
        }
        return manifest.Files.DistinctBy(static file => (file.Kind, file.Epoch)).Count() == manifest.Files.Count ? null : "The manifest names two files for one kind and epoch.";
    }
}
