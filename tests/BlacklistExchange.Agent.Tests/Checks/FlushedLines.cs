using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace BlacklistExchange.Agent.Tests.Checks;

/// <summary>A body of two lines, of which the second is sent only when a task has ended.</summary>
internal sealed class FlushedLines : HttpContent
{
    private readonly string _first;
    private readonly Task _until;
    private readonly string _second;

    public FlushedLines(string first, Task until, string second)
    {
        (_first, _until, _second) = (first, until, second);
        Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(_first + "\n"));
        await stream.FlushAsync();
        await _until;
        await stream.WriteAsync(Encoding.UTF8.GetBytes(_second));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
