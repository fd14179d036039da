using System.Security.Cryptography;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Epochs;

/// <summary>
/// The keys of an epoch to be: one independent key a kind, sealed in files before the store names them. Until <see cref="Adopt"/> everything can be destroyed
/// again; a stop in between leaves sealed files that nothing names and nobody uses.
/// </summary>
internal sealed class NewEpoch : IDisposable
{
    private readonly KeyFolder _folder;
    private readonly List<(EpochKeyRow Row, KeyPair Pair)> _keys = [];
    private bool _adopted;

    private NewEpoch(KeyFolder folder) => _folder = folder;

    public EpochRow Row { get; private set; } = null!;

    public IEnumerable<EpochKeyRow> Keys => _keys.Select(static key => key.Row);

    internal static NewEpoch Create(KeyFolder folder, ExchangeSigner signer, string exchange, string list, Ciphersuite suite, IEnumerable<string> kinds, long number, EpochRow? previous, long notBefore, long notAfter, long now)
    {
        NewEpoch epoch = new(folder);
        try
        {
            foreach (string kind in kinds)
            {
                epoch.MakeKey(list, number, kind, suite);
            }
            epoch.Sign(signer, exchange, list, number, previous, notBefore, notAfter, now);
            return epoch;
        }
        catch
        {
            epoch.Dispose();
            throw;
        }
    }

    /// <summary>The store names the keys now: they go into use.</summary>
    internal void Adopt(EpochKeys into)
    {
        _adopted = true;
        _keys.ForEach(key => into.Add(Row, key.Row, key.Pair));
    }

    /// <summary>Unless adopted, destroys what was made.</summary>
    public void Dispose()
    {
        foreach ((EpochKeyRow row, KeyPair pair) in _adopted ? [] : _keys)
        {
            pair.Dispose();
            _folder.Destroy(row.KeyFile);
        }
    }

    private void MakeKey(string list, long number, string kind, Ciphersuite suite)
    {
        IdentifierKinds.TryGetByName(kind, out IdentifierKind kindNumber);
        KeyPair pair = KeyPair.Generate(suite);
        string file = $"epoch.{list}.{number}.{kind}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        using PinnedSecret secret = new(suite.ScalarSize);
        pair.ExportSecret(secret.Span);
        // Listed first, so that a disk that refuses the file leaves no key in memory; destroying a file that is not there is no error.
        _keys.Add((new EpochKeyRow(list, number, (byte)kindNumber, suite.Identifier, pair.PublicKey.ToArray(), file), pair));
        _folder.Seal(file, EpochKeys.Purpose, secret.Span);
    }

    private void Sign(ExchangeSigner signer, string exchange, string list, long number, EpochRow? previous, long notBefore, long notAfter, long now)
    {
        byte[] payload = new EpochDescriptor
        {
            Exchange = exchange,
            List = list,
            Epoch = checked((uint)number),
            NotBefore = (ulong)notBefore,
            NotAfter = (ulong)notAfter,
            Previous = previous?.DescriptorDigest ?? new byte[SHA256.HashSizeInBytes],
            Kinds = [.. Keys.OrderBy(static key => key.Kind).Select(static key =>
                new DescriptorKind((byte)key.Kind, key.Suite, Threshold: 1, [new DescriptorHolder(1, key.PublicKey, "")], key.PublicKey))],
        }.Encode();
        Row = new EpochRow(list, number, payload, SHA256.HashData(payload), signer.Sign(payload), notBefore, notAfter, now, DestroyedAt: null);
    }
}
