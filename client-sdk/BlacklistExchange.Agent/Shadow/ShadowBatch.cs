using System.Text.Json;
using BlacklistExchange.Agent.Checks;
using BlacklistExchange.Agent.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace BlacklistExchange.Agent.Shadow;

/// <summary><c>POST /v1/check/batch</c> in shadow mode: a line in, the constant line out at once; a line that is no request is still an error line.</summary>
internal static class ShadowBatch
{
    public static async Task HandleAsync(HttpContext context, ShadowQueue queue, TimeProvider time)
    {
        if (!RequestBody.Is(context.Request, CheckBatch.MediaType))
        {
            await new Refusal(ProblemTypes.UnsupportedMediaType, $"Send Content-Type: {CheckBatch.MediaType} without Content-Encoding.").ExecuteAsync(context);
            return;
        }
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        context.Features.Get<IHttpMinRequestBodyDataRateFeature>()!.MinDataRate = null;
        context.Response.ContentType = CheckBatch.MediaType;
        await context.Response.StartAsync(context.RequestAborted);
        await foreach (BatchLine line in new BatchLines(context.Request.BodyReader, time).ReadAsync(context.RequestAborted))
        {
            if (line.Request is { } request)
            {
                queue.Offer(request);
            }
            byte[] answer = line.Request is not null ? ShadowAnswer.Body.ToArray() : JsonSerializer.SerializeToUtf8Bytes(new LineError(line.Number, line.Refusal!.Problem), CheckJson.Default.LineError);
            await context.Response.BodyWriter.WriteAsync((byte[])[.. answer, (byte)'\n'], context.RequestAborted);
        }
    }
}
