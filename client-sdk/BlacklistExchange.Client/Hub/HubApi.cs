using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BlacklistExchange.Client.Storage;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Hub;

/// <summary>The member port's routes as calls (spec/protocol.md §3.3). What comes back is parsed and not yet verified.</summary>
internal sealed class HubApi(HubConnection connection, string list)
{
    /// <summary>Where a holder evaluates; an empty address is the hub itself.</summary>
    public Uri AddressOf(string baseUrl) => baseUrl.Length == 0 ? connection.HubAddress : new Uri(baseUrl, UriKind.Absolute);

    public Task<ListsResponse> ListsAsync(CancellationToken cancellationToken) => connection.GetAsync(Routes.Lists, WireJson.Default.ListsResponse, cancellationToken);

    public Task<EpochsResponse> EpochsAsync(CancellationToken cancellationToken) => connection.GetAsync(OfList(Routes.Epochs), WireJson.Default.EpochsResponse, cancellationToken);

    public async Task<SignedBytes> ManifestAsync(CancellationToken cancellationToken) =>
        (await connection.GetAsync(OfList(Routes.Manifest), WireJson.Default.ManifestResponse, cancellationToken).ConfigureAwait(false)).Manifest;

    /// <summary>Where list files are asked for, in this order; the hub is the last.</summary>
    public IReadOnlyList<Uri> FileHosts => connection.FileHost is { } cache && cache != connection.HubAddress ? [cache, connection.HubAddress] : [connection.HubAddress];

    public Task<HttpResponseMessage> OpenFileAsync(Uri host, string digest, long from, CancellationToken cancellationToken) =>
        connection.OpenFileAsync(host, Routes.File.Replace("{digest}", digest, StringComparison.Ordinal), from, cancellationToken);

    public Task<EvaluateResponse> EvaluateAsync(Uri holder, EvaluateRequest request, CancellationToken cancellationToken) =>
        connection.PostAsync(holder, Routes.Evaluate, JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Default.EvaluateRequest), WireJson.Default.EvaluateResponse, cancellationToken);

    public Task<BudgetResponse> BudgetAsync(CancellationToken cancellationToken) => connection.GetAsync(Routes.Budget, WireJson.Default.BudgetResponse, cancellationToken);

    public Task<ReportResponse> ReportAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        PostAsync(Routes.Reports, body, WireJson.Default.ReportResponse, cancellationToken);

    public Task<RetractionResponse> RetractAsync(RetractionRequest request, CancellationToken cancellationToken) =>
        PostAsync(Routes.Retractions, JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Default.RetractionRequest), WireJson.Default.RetractionResponse, cancellationToken);

    public Task<RenewalResponse> RenewAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        PostAsync(Routes.Renewals, body, WireJson.Default.RenewalResponse, cancellationToken);

    /// <summary>Asks with an entry key in the body: <paramref name="body"/> is zeroed afterwards.</summary>
    public Task<EntryStateResponse> EntryStateAsync(SecretJson body, CancellationToken cancellationToken) => SecretAsync(Routes.EntryState, body, cancellationToken);

    /// <summary>Opens a dispute with an entry key in the body: <paramref name="body"/> is zeroed afterwards.</summary>
    public Task<EntryStateResponse> DisputeAsync(SecretJson body, CancellationToken cancellationToken) => SecretAsync(Routes.Disputes, body, cancellationToken);

    private async Task<EntryStateResponse> SecretAsync(string route, SecretJson body, CancellationToken cancellationToken)
    {
        using (body)
        {
            return await PostAsync(route, body.Written, WireJson.Default.EntryStateResponse, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<T> PostAsync<T>(string route, ReadOnlyMemory<byte> body, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        connection.PostAsync(connection.HubAddress, route, body, type, cancellationToken);

    private string OfList(string route) => route.Replace("{list}", list, StringComparison.Ordinal);
}
