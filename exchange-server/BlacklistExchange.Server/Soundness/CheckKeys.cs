using System.Security.Cryptography;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Soundness;

/// <summary>The exchange's own keys and those of every epoch that is not over open under the KEK and are the ones that were announced.</summary>
internal static class CheckKeys
{
    public static void Run(Scene scene, Finding finding)
    {
        if (scene.Keys is not { } keys)
        {
            finding.Leave("all: no KEK");
            return;
        }
        foreach (string name in (string[])[KeyNames.Root, KeyNames.Signing, KeyNames.ServerTls])
        {
            Own(scene, keys, name, finding);
        }
        foreach (EpochRow epoch in EpochSql.Undestroyed(scene.Connection, scene.Transaction).Where(epoch => !DestroyEndedEpochs.IsOver(epoch, scene.Now)))
        {
            foreach (EpochKeyRow key in EpochSql.Keys(scene.Connection, scene.Transaction, epoch.List, epoch.Epoch))
            {
                finding.Look();
                if (FaultOf(keys, key) is { } fault)
                {
                    finding.Fault($"{key.KeyFile}: {fault}");
                }
            }
        }
    }

    private static void Own(Scene scene, KeyFolder keys, string name, Finding finding)
    {
        finding.Look();
        try
        {
            using ECDsa key = EcdsaKeys.Open(keys, name);
            scene.ExchangeKey = name == KeyNames.Signing ? key.ExportSubjectPublicKeyInfo() : scene.ExchangeKey;
        }
        catch (Exception exception) when (exception is SetupException or IOException or UnauthorizedAccessException or CryptographicException)
        {
            finding.Fault($"{name}: {exception.Message}");
        }
    }

    private static string? FaultOf(KeyFolder keys, EpochKeyRow row)
    {
        try
        {
            if (!Ciphersuite.TryGet(row.Suite, out Ciphersuite? suite))
            {
                return $"suite '{row.Suite}' is not run by this program";
            }
            using PinnedSecret secret = keys.Open(row.KeyFile, EpochKeys.Purpose);
            using KeyPair pair = KeyPair.Import(suite, secret.Span);
            return pair.PublicKey.Span.SequenceEqual(row.PublicKey) ? null : $"holds another key than epoch {row.Epoch} of list {row.List} was opened with";
        }
        catch (Exception exception) when (exception is SetupException or IOException or UnauthorizedAccessException or ArgumentException or VoprfException)
        {
            return exception.Message;
        }
    }
}
