using System.Text.Json;
using System.Threading.Channels;
using BlacklistExchange.Agent.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace BlacklistExchange.Agent.Checks;

/// <summary>
/// <c>POST /v1/check/batch</c>: a line in, a line out, in the same order but for those that wait for padding; lines that wait for the hub share its requests, and a
/// bad one is an error line.
/// </summary>
internal static class CheckBatch
{
    public const string MediaType = "application/x-ndjson";

    /// <summary>Lines asked and not yet answered; beyond it the reader waits, so memory stays bounded whatever the length.</summary>
    private const int MostUnanswered = 256;

    /// <summary>Lines that wait for padding, beside those.</summary>
    private const int MostSpare = 4096;

    public static async Task HandleAsync(HttpContext context, CheckIdentifiers check, IHostApplicationLifetime lifetime)
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
        Channel<byte[]> answers = Channel.CreateBounded<byte[]>(MostUnanswered);
        Task asking = AskAsync(context, check, answers.Writer, lifetime, ended.Token);
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

    private static async Task AskAsync(HttpContext context, CheckIdentifiers check, ChannelWriter<byte[]> answers, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        Channel<Task<byte[]>> inOrder = Channel.CreateBounded<Task<byte[]>>(MostUnanswered);
        using CancellationTokenSource spareEnded = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, cancellationToken);
        Task passing = PassOnAsync(inOrder.Reader, answers, cancellationToken);
        using SemaphoreSlim room = new(MostSpare);
        List<Task> spare = [];
        try
        {
            BatchLines lines = new(context.Request.BodyReader, context.RequestServices.GetRequiredService<TimeProvider>());
            await foreach (BatchLine line in lines.ReadAsync(cancellationToken))
            {
                if (line.Request is { WhenSpare: true })
                {
                    await room.WaitAsync(cancellationToken);
                    if (spare.Count > 2 * MostSpare)
                    {
                        spare.RemoveAll(static one => one.IsCompleted);
                    }
                    spare.Add(SpareAsync(line, check, answers, room, spareEnded.Token));
                    continue;
                }
                await inOrder.Writer.WriteAsync(AnswerAsync(line, request => check.AnswerAsync(request, cancellationToken)), cancellationToken);
            }
            inOrder.Writer.Complete();
            await passing;
            await Task.WhenAll(spare);
            answers.Complete();
        }
        catch (Exception exception)
        {
            inOrder.Writer.TryComplete(exception);
            await spareEnded.CancelAsync();
            await Task.WhenAll(spare);
            answers.TryComplete(exception);
        }
    }

    private static async Task PassOnAsync(ChannelReader<Task<byte[]>> inOrder, ChannelWriter<byte[]> answers, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (Task<byte[]> answer in inOrder.ReadAllAsync(cancellationToken))
            {
                await answers.WriteAsync(await answer, cancellationToken);
            }
        }
        catch (Exception exception)
        {
            answers.TryComplete(exception);
        }
    }

    private static async Task SpareAsync(BatchLine line, CheckIdentifiers check, ChannelWriter<byte[]> answers, SemaphoreSlim room, CancellationToken cancellationToken)
    {
        try
        {
            await answers.WriteAsync(await AnswerAsync(line, request => check.AnswerWhenSpareAsync(request, cancellationToken)), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The caller or this agent ends: a line without an answer is sent again.
        }
        catch (Exception exception)
        {
            answers.TryComplete(exception);
        }
        finally
        {
            room.Release();
        }
    }

    private static async Task<byte[]> AnswerAsync(BatchLine line, Func<CheckRequest, Task<(CheckAnswer? Answer, Refusal? Refusal)>> answer)
    {
        (CheckAnswer? Answer, Refusal? Refusal) given = line.Request is { } request ? await answer(request) : (null, line.Refusal);
        return given.Answer is { } whole
            ? JsonSerializer.SerializeToUtf8Bytes(whole with { Line = line.Number }, CheckJson.Default.CheckAnswer)
            : JsonSerializer.SerializeToUtf8Bytes(new LineError(line.Number, given.Refusal!.Problem), CheckJson.Default.LineError);
    }

    /// <summary>What is ready goes out at once, what is not holds up nothing that has been written.</summary>
    private static async Task WriteAsync(HttpContext context, ChannelReader<byte[]> answers)
    {
        await context.Response.StartAsync(context.RequestAborted);
        while (await ReadyAsync(context, answers))
        {
            while (answers.TryRead(out byte[]? answer))
            {
                await context.Response.BodyWriter.WriteAsync(answer, context.RequestAborted);
                await context.Response.BodyWriter.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
            }
        }
    }

    private static async Task<bool> ReadyAsync(HttpContext context, ChannelReader<byte[]> answers)
    {
        ValueTask<bool> ready = answers.WaitToReadAsync(context.RequestAborted);
        if (!ready.IsCompleted)
        {
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        return await ready;
    }
}
