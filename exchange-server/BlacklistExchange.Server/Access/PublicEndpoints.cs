using System.Text;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Access;

/// <summary>The public port: alive, ready, and the root to trust.</summary>
internal static class PublicEndpoints
{
    public static void MapPublic(this HubRoutes routes)
    {
        routes.Public.MapGet(Routes.Live, static () => TypedResults.Text("alive\n"));
        routes.Public.MapGet(Routes.Ready, Ready);
        routes.Public.MapGet(Routes.Root, static (ServerIdentity identity) =>
            TypedResults.Text(identity.Root.ExportCertificatePem() + "\n", "application/x-pem-file", Encoding.ASCII));
    }

    private static IResult Ready(IEnumerable<ReadinessCheck> checks, IEnumerable<ReadinessNote> notes, Store store)
    {
        List<string> faults = [];
        foreach (ReadinessCheck check in checks)
        {
            if (check.Fault() is { } fault)
            {
                faults.Add($"{check.Name}: {fault}");
            }
        }
        if (!CanRead(store))
        {
            faults.Add("store: cannot be read");
        }
        IEnumerable<string> said = from note in notes let text = note.Text() where text is not null select $"{note.Name}: {text}\n";
        return faults.Count == 0 ? TypedResults.Text("ready\n" + string.Concat(said)) : TypedResults.Text(string.Join('\n', faults) + "\n", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static bool CanRead(Store store)
    {
        try
        {
            return store.Read(static (_, _) => true);
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}
