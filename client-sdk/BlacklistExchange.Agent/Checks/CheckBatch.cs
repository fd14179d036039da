using System.Text.Json;
using System.Threading.Channels;
using BlacklistExchange.Agent.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace BlacklistExchange.Agent.Checks;

/// <summary><c>POST /v1/check/batch</c>: a line in, a line out, in the same order; lines that wait for the hub share its requests, and a bad one is an error line.</summary>
internal static class CheckBatch
{
    public const string MediaType = "application/x-ndjson";

    /// <summary>Lines asked and not yet answered; beyond it the reader waits, so memory stays bounded whatever the length.</summary>
    private const int MostUnanswered = 256;

    public static async Task HandleAsync(HttpContext context, CheckIdentifiers check)
    {
        if (!RequestBody.Is(context.Request, MediaType))
        {
            await new Refusal(ProblemTypes.UnsupportedMediaType, $"Send Content-Type: {MediaType} without Content-Encoding.").ExecuteAsync(context);
            return;
        }
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        context.Features.Get<IHttpMinRequestBodyDataRateFeature>()!.MinDataRate = null;
        context.Response.ContentType = MediaType;
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        Channel<Task<byte[]>> answers = Channel.CreateBounded<Task<byte[]>>(MostUnanswered);
        Task asking = AskAsync(context, check, answers.Writer, ended.Token);
        try
        {
            await WriteAsync(context, answers.Reader);
        }
        finally
        {
            await ended.CancelAsync();
            await asking;
        }
    }

    private static async Task AskAsync(HttpContext context, CheckIdentifiers check, ChannelWriter<Task<byte[]>> answers, CancellationToken cancellationToken)
    {
        try
        {
            BatchLines lines = new(context.Request.BodyReader, context.RequestServices.GetRequiredService<TimeProvider>());
            await foreach (BatchLine line in lines.ReadAsync(cancellationToken))
            {
                await answers.WriteAsync(AnswerAsync(line, check, cancellationToken), cancellationToken);
            }
            answers.Complete();
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            answers.Complete(exception);
        }
    }

    private static async Task<byte[]> AnswerAsync(BatchLine line, CheckIdentifiers check, CancellationToken cancellationToken)
    {
        if (line.Request is not { } request)
        {
            return JsonSerializer.SerializeToUtf8Bytes(new LineError(line.Number, line.Refusal!.Problem), CheckJson.Default.LineError);
        }
        CheckAnswer answer = await check.AnswerAsync(request, cancellationToken);
        return JsonSerializer.SerializeToUtf8Bytes(answer with { Line = line.Number, Id = request.Id }, CheckJson.Default.CheckAnswer);
    }

    /// <summary>What is ready goes out at once, what is not holds up nothing that has been written.</summary>
    private static async Task WriteAsync(HttpContext context, ChannelReader<Task<byte[]>> answers)
    {
        await context.Response.StartAsync(context.RequestAborted);
        await foreach (Task<byte[]> answer in answers.ReadAllAsync(context.RequestAborted))
        {
            if (!answer.IsCompleted)
            {
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            }
            await context.Response.BodyWriter.WriteAsync(await answer, context.RequestAborted);
            await context.Response.BodyWriter.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
        }
    }
}
