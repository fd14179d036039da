using System.Security.Cryptography;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Access;

/// <summary>ECDSA P-256 keys in and out of the key folder.</summary>
internal static class EcdsaKeys
{
    public static ECDsa Create() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static void Seal(KeyFolder folder, string name, ECDsa key)
    {
        byte[] der = key.ExportPkcs8PrivateKey();
        try
        {
            folder.Seal(name, KeyNames.EcdsaPurpose, der);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    public static ECDsa Open(KeyFolder folder, string name)
    {
        using PinnedSecret der = folder.Open(name, KeyNames.EcdsaPurpose);
        ECDsa key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(der.Span, out _);
        return key;
    }
}
