using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using BlacklistExchange.Client.Hub;
using BlacklistExchange.Client.Storage;
using BlacklistExchange.Client.Telemetry;

namespace BlacklistExchange.Client.Snapshots;

/// <summary>
/// Fetches one immutable file by its digest. A cut, in this process or the last one, costs only what had not arrived: the rest is asked for by Range. The
/// file gets its name only when its digest is the one asked for. A cache comes first where there is one; the first thing it fails at or falsifies ends its use
/// for this synchronisation, and the hub is asked for the file from its first byte.
/// </summary>
internal sealed class FileDownload(HubApi hub, TimeSpan timeout, TimeProvider time)
{
    private readonly List<Uri> _hosts = [.. hub.FileHosts];

    /// <summary>Bytes that came over the wire.</summary>
    public long Received { get; private set; }

    /// <exception cref="HubUntrustedException">What came has another digest.</exception>
    /// <exception cref="HubUnreachableException">The connection broke again and again without a byte of progress.</exception>
    public async Task FetchAsync(byte[] digest, ulong length, string path, CancellationToken cancellationToken)
    {
        string part = ListFolder.PartPath(path);
        while (_hosts.Count > 1)
        {
            try
            {
                await FetchAsync(_hosts[0], attempts: 2, digest, length, part, cancellationToken).ConfigureAwait(false);
                DurableFile.Publish(part, path);
                return;
            }
            catch (ExchangeException)
            {
                // Its bytes are not the hub's fault: the hub starts with none of them.
                File.Delete(part);
                _hosts.RemoveAt(0);
                ClientTelemetry.FileHostFailures.Add(1);
            }
        }
        await FetchAsync(_hosts[0], Backoff.Attempts, digest, length, part, cancellationToken).ConfigureAwait(false);
        DurableFile.Publish(part, path);
    }

    private async Task FetchAsync(Uri host, int attempts, byte[] digest, ulong length, string part, CancellationToken cancellationToken)
    {
        long most = Length(part);
        bool found = most > 0;
        int idle = 0;
        for (bool verified = false; !verified;)
        {
            if (Length(part) < (long)length)
            {
                ExchangeException? failure = await ReceiveAsync(host, digest, (long)length, part, cancellationToken).ConfigureAwait(false);
                long after = Length(part);
                // Progress is what had never arrived: a file that is cut at its source comes again and again, and ends nowhere.
                idle = after > most ? 0 : idle + 1;
                most = Math.Max(most, after);
                if (idle == attempts)
                {
                    throw failure ?? new HubUnreachableException($"{host.Host}:{host.Port} sends a file without its bytes.");
                }
                if (after < (long)length)
                {
                    await Task.Delay(Backoff.Before(idle + 1, null), time, cancellationToken).ConfigureAwait(false);
                    continue;
                }
            }
            verified = await HasDigestAsync(part, digest, cancellationToken).ConfigureAwait(false);
            if (!verified)
            {
                File.Delete(part);
                if (!found)
                {
                    throw new HubUntrustedException("A list file came with another digest than the signed manifest names. The old list stays in force.");
                }
                // Part of it lay here already, from whoever was asked then.
                (found, most) = (false, 0);
            }
        }
    }

    private async Task<ExchangeException?> ReceiveAsync(Uri host, byte[] digest, long length, string part, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await hub.OpenFileAsync(host, Convert.ToHexStringLower(digest), Length(part), cancellationToken).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                File.Delete(part);
                return null;
            }
            FileStream file = OpenPart(part);
            await using (file.ConfigureAwait(false))
            {
                ContentRangeHeaderValue? range = answer.StatusCode == HttpStatusCode.PartialContent ? answer.Content.Headers.ContentRange : null;
                file.SetLength(range?.From == file.Length ? file.Length : 0);
                file.Seek(0, SeekOrigin.End);
                await CopyAsync(answer, file, length, cancellationToken).ConfigureAwait(false);
                await file.FlushAsync(cancellationToken).ConfigureAwait(false);
                DurableFile.Sync(file.SafeFileHandle);
            }
            return null;
        }
        catch (HubUnreachableException exception)
        {
            return exception;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new HubUnreachableException($"The download of a list file broke: {exception.Message}", exception);
        }
    }

    private async Task CopyAsync(HttpResponseMessage answer, FileStream file, long length, CancellationToken cancellationToken)
    {
        using CancellationTokenSource slow = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Stream body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            byte[] buffer = new byte[128 * 1024];
            while (true)
            {
                slow.CancelAfter(timeout);
                int read = await body.ReadAsync(buffer, slow.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    return;
                }
                if (file.Position + read > length)
                {
                    throw new HubUntrustedException("A list file is longer than the signed manifest says.");
                }
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                Received += read;
                ClientTelemetry.Downloaded.Add(read);
            }
        }
    }

    private static FileStream OpenPart(string part) => PrivateFile.OpenAlone(part);

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    private static async Task<bool> HasDigestAsync(string path, byte[] digest, CancellationToken cancellationToken)
    {
        FileStream file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            return (await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false)).AsSpan().SequenceEqual(digest);
        }
    }
}
