using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BlacklistExchange.Benchmarks.Hub;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Benchmarks.Load;

/// <summary>
/// Evaluations of one group under fresh request ids, so that every one is charged and computed. The elements are the same each time: the hub cannot tell, and the load
/// program spends its time on sending.
/// </summary>
internal sealed class EvaluateCalls : ICalls
{
    private const int RequestIdLength = 36;

    private readonly BlindedBatch batch;
    private readonly byte[] template;
    private readonly int requestIdAt;
    private readonly Lock gate = new();

    public EvaluateCalls(HubWorld world, int elements)
    {
        batch = new VoprfClient(world.Key).Blind(Phones.Canonical(0, elements));
        EvaluateGroup group = new(HubWorld.List, HubWorld.Epoch, IdentifierKinds.Name(HubWorld.Kind), Base64Url.EncodeToString(batch.BlindedElements.Span));
        template = JsonSerializer.SerializeToUtf8Bytes(new EvaluateRequest(Guid.Empty, Purposes.SignUp, [group]), WireJson.Default.EvaluateRequest);
        requestIdAt = template.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Guid.Empty.ToString("D")));
    }

    public HttpRequestMessage Next()
    {
        byte[] body = [.. template];
        Guid.NewGuid().TryFormat(body.AsSpan(requestIdAt, RequestIdLength), out _, "D");
        ByteArrayContent content = new(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpRequestMessage(HttpMethod.Post, Routes.Evaluate) { Content = content };
    }

    public void Verify(byte[] answer)
    {
        EvaluateResponse response = JsonSerializer.Deserialize(answer, WireJson.Default.EvaluateResponse)!;
        EvaluatedGroup group = response.Groups.Single();
        if (response.Charged != batch.Count)
        {
            throw new NotMeasuredException($"The hub charged {response.Charged} units for {batch.Count} elements.");
        }

        lock (gate)
        {
            HolderAnswer holder = new(checked((ushort)response.Holder), Base64Url.DecodeFromChars(group.Elements), Base64Url.DecodeFromChars(group.Proof));
            try
            {
                batch.Finalize([holder], new byte[batch.Count * Ciphersuite.Ristretto255Sha512.OutputSize]);
            }
            catch (VoprfException exception)
            {
                throw new NotMeasuredException($"An answer of the hub does not verify: {exception.Message}");
            }
        }
    }
}
