using System.Buffers.Text;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Testing;

/// <summary>Builds the files and signed manifests of a fake hub, all in memory, with deltas from one build to the next.</summary>
internal sealed class FakePublisher(FakeHubOptions options, FakeAuthority authority, FakeList list)
{
    private const int KeptDeltas = 8;

    private readonly Dictionary<string, byte[]> _files = [];
    private readonly Dictionary<(uint Epoch, IdentifierKind Kind), (byte[] Digest, List<ManifestDelta> Deltas)> _current = [];
    private readonly List<Manifest> _manifests = [];

    public byte[]? File(string digest) => _files.GetValueOrDefault(digest);

    public Manifest Newest => _manifests[^1];

    /// <summary>Publishes the list as it stands under the next sequence.</summary>
    public void Publish(IReadOnlyList<FakeEpoch> epochs, bool brokenDeltas)
    {
        List<ManifestFile> files = [];
        foreach (FakeEpoch epoch in epochs)
        {
            files.AddRange(epoch.Kinds.Order().Select(kind => Build(epoch.Number, kind, brokenDeltas)));
        }
        Add(new Manifest
        {
            Exchange = options.Exchange,
            List = options.List,
            Sequence = _manifests.Count == 0 ? 1 : Newest.Sequence + 1,
            IssuedAt = Now(),
            PolicyVersion = 1,
            Epochs = [.. epochs.Select(static epoch => new ManifestEpoch(epoch.Number, epoch.Digest))],
            Files = files,
        });
    }

    /// <summary>The manifest as the lies of the hour want it.</summary>
    public SignedBytes Serve(FakeHubLie lies)
    {
        Manifest manifest = lies.HasFlag(FakeHubLie.LowerSequence) && _manifests.Count > 1 ? _manifests[^2] : Newest;
        manifest = lies.HasFlag(FakeHubLie.FutureManifest) ? manifest with { IssuedAt = Now() + 3600 } : manifest;
        manifest = lies.HasFlag(FakeHubLie.TwoManifests) ? manifest with { IssuedAt = manifest.IssuedAt + 1 } : manifest;
        if (!lies.HasFlag(FakeHubLie.UnsignedManifest))
        {
            return authority.Sign(manifest.Encode());
        }
        using ECDsa stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] payload = manifest.Encode();
        return new SignedBytes(Base64Url.EncodeToString(payload), Base64Url.EncodeToString(DetachedSignature.Sign(stranger, payload)));
    }

    private ManifestFile Build(uint epoch, IdentifierKind kind, bool brokenDeltas)
    {
        byte[] file = list.Snapshot(options.List, epoch, kind);
        byte[] digest = Keep(file);
        if (!_current.TryGetValue((epoch, kind), out (byte[] Digest, List<ManifestDelta> Deltas) before))
        {
            before = (digest, []);
        }
        if (!before.Digest.AsSpan().SequenceEqual(digest))
        {
            byte[] delta = Delta.Between(_files[Convert.ToHexStringLower(before.Digest)], before.Digest, file, digest);
            if (brokenDeltas)
            {
                delta[^1] ^= 1;
            }
            List<ManifestDelta> deltas = [.. before.Deltas, new ManifestDelta(before.Digest, Keep(delta), (ulong)delta.Length, digest)];
            before = (digest, deltas[Math.Max(0, deltas.Count - KeptDeltas)..]);
        }
        _current[(epoch, kind)] = before;
        return new ManifestFile((byte)kind, epoch, digest, (ulong)file.Length, before.Deltas);
    }

    private void Add(Manifest manifest) => _manifests.Add(manifest);

    private byte[] Keep(byte[] file)
    {
        byte[] digest = SHA256.HashData(file);
        _files[Convert.ToHexStringLower(digest)] = file;
        return digest;
    }

    private ulong Now() => (ulong)options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();
}
