using System.Diagnostics;
using System.Text.Json;
using BlacklistExchange.Client;
using BlacklistExchange.Load.Hub;
using BlacklistExchange.Load.Keeping;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Load.Nodes;

/// <summary>A member's certificate is renewed and its old key revoked, as member and operator do it, while others use the profile.</summary>
internal static class CertificateRenewal
{
    /// <summary>Returns when the old key was revoked, unix seconds.</summary>
    public static async Task<long> RunAsync(HubProcess hub, string profile, CancellationToken cancellationToken)
    {
        string member = Path.GetFileName(profile);
        string request = hub.At($"{member}.request.pem");
        string bundle = hub.At($"{member}.bundle.json");
        using DirectWay old = new(ExchangeProfile.Open(profile), hub.Addresses.Member);
        await BexAsync(["profile", "renew", "--profile", profile], cancellationToken);
        File.Copy(Path.Combine(profile, "request.pem"), request);
        await hub.VerbAsync(cancellationToken, "member", "renew", member, "--csr", request, "--out", bundle);
        await BexAsync(["profile", "import", bundle, "--profile", profile], cancellationToken);
        (_, Problem? still) = await old.AskAsync(Routes.Lists, null, WireJson.Default.ListsResponse, cancellationToken);
        Broken.Unless(still is null, $"The old key is refused before it is revoked: {still?.Type}.");
        // The same request once more, so that the key that is in use by now stays and all others go.
        await hub.VerbAsync(cancellationToken, "member", "renew", member, "--csr", request, "--revoke-old", "--out", hub.At($"{member}.revoking.json"));
        long revoked = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        using DirectWay again = new(ExchangeProfile.Open(profile), hub.Addresses.Member);
        (_, Problem? refused) = await RefusalAsync(old, cancellationToken);
        (_, Problem? renewed) = await again.AskAsync(Routes.Lists, null, WireJson.Default.ListsResponse, cancellationToken);
        Broken.Unless(refused?.Type == Problem.TypePrefix + "certificate-revoked", $"The old key is not refused after it was revoked, but answered {refused?.Type ?? "as before"}.");
        Broken.Unless(renewed is null, $"The new key is refused: {renewed?.Type}.");
        return revoked;
    }

    /// <summary>Operations of a member that the ledger knows as acknowledged after a moment.</summary>
    public static int AcknowledgedSince(string ledger, string member, long moment) => File.ReadLines(ledger)
        .Select(static line => JsonSerializer.Deserialize(line, LedgerJson.Default.LedgerLine)!)
        .Count(line => line.Member == member && line.At > moment && (line.Op is LedgerOps.Charged or LedgerOps.Reported));

    /// <summary>The node may have ended the connection before the next request left on it.</summary>
    private static async Task<(ListsResponse?, Problem?)> RefusalAsync(DirectWay way, CancellationToken cancellationToken)
    {
        try
        {
            return await way.AskAsync(Routes.Lists, null, WireJson.Default.ListsResponse, cancellationToken);
        }
        catch (HttpRequestException)
        {
            return await way.AskAsync(Routes.Lists, null, WireJson.Default.ListsResponse, cancellationToken);
        }
    }

    private static async Task BexAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using Process process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "bex"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> said = process.StandardOutput.ReadToEndAsync(cancellationToken);
        string errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        Broken.Unless(process.ExitCode == 0, $"bex {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await said}{errors}");
    }
}
