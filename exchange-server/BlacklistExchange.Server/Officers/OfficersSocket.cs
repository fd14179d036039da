using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Officers;

/// <summary>
/// The unix socket of a sealed hub: one share a connection, as text, and one line of JSON back. Mode 0600 in a folder of mode 0700, and the kernel says who is at the other end:
/// only the hub's own user and root are heard. One caller at a time, for at most ten seconds.
/// </summary>
internal sealed class OfficersSocket : IDisposable
{
    /// <summary>What an address of a unix socket holds, with its ending zero.</summary>
    private const int MaxPath = 108;
    private const int SolSocket = 1;
    private const int SoPeerCredentials = 17;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _path;
    private readonly TimeProvider _time;

    private OfficersSocket(string path, TimeProvider time)
    {
        _path = path;
        _time = time;
    }

    /// <summary>The caller holds the lock on the data folder, so a socket that is there already is left over.</summary>
    public static OfficersSocket Listen(DataFolder folder, TimeProvider time)
    {
        string path = folder.OfficersSocket;
        OfficersSocket socket = new(path, time);
        try
        {
            DataFolder.Create(folder.Run);
            File.Delete(path);
            socket._socket.Bind(Address(path));
            File.SetUnixFileMode(path, DurableFile.OwnerOnly);
            socket._socket.Listen(backlog: 4);
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new SetupException($"The socket {path} cannot be made: {exception.Message}", exception);
        }
    }

    /// <summary>Throws <see cref="SetupException"/> when the path is too long for a socket.</summary>
    public static UnixDomainSocketEndPoint Address(string path) => Encoding.UTF8.GetByteCount(path) < MaxPath
        ? new UnixDomainSocketEndPoint(path)
        : throw new SetupException($"{path} is too long for a unix socket ({MaxPath - 1} bytes at most): a hub with officers needs a data folder with a shorter path.");

    /// <summary>Until two shares give the KEK. <paramref name="record"/> is read for every share: another node may have replaced the officers meanwhile.</summary>
    public async Task WaitAsync(SharesAtHand hand, Func<OfficersRecord> record, string exchange, ILogger logger, CancellationToken cancellationToken)
    {
        while (hand.Secret is null)
        {
            using Socket caller = await _socket.AcceptAsync(cancellationToken);
            using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using CancellationTokenSource late = new(Patience, _time);
            using CancellationTokenRegistration linked = late.Token.Register(patience.Cancel);
            try
            {
                ShareAnswer answer = IsHeard(caller) ? await AnswerAsync(caller, hand, record(), exchange, logger, patience.Token)
                    : new ShareAnswer(ShareVerdict.Refused, "Only the hub's own user and root may bring a share.");
                byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(answer, OfficersJson.Default.ShareAnswer), (byte)'\n'];
                await caller.SendAsync(line, patience.Token);
            }
            catch (Exception exception) when (exception is SocketException || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // The caller is gone or slow: the next one is heard. Whatever it brought whole is taken.
            }
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        File.Delete(_path);
    }

    private static bool IsHeard(Socket caller)
    {
        Span<int> credentials = stackalloc int[3];
        int length = caller.GetRawSocketOption(SolSocket, SoPeerCredentials, System.Runtime.InteropServices.MemoryMarshal.AsBytes(credentials));
        uint user = (uint)credentials[1];
        return length == sizeof(int) * 3 && (user == 0 || user == Posix.EffectiveUser());
    }

    private static async Task<ShareAnswer> AnswerAsync(Socket caller, SharesAtHand hand, OfficersRecord record, string exchange, ILogger logger, CancellationToken cancellationToken)
    {
        using PinnedSecret text = new(ShareText.MaxBytes + 1);
        int length = await FillAsync(caller, text, cancellationToken);
        if (!ShareText.TryParse(text.Span[..length], out OfficerShare? share, out string? fault))
        {
            logger.LogWarning(HubEvents.ShareRefused, "A share was refused: {Fault}", fault);
            return new ShareAnswer(ShareVerdict.Refused, fault);
        }
        string officer = share.Officer;
        ShareAnswer answer = hand.Add(share, record, exchange);
        if (answer.Verdict == ShareVerdict.Refused)
        {
            logger.LogWarning(HubEvents.ShareRefused, "A share was refused: {Fault}", answer.Message);
        }
        else
        {
            logger.LogInformation(HubEvents.ShareTaken, "{Officer} has brought a share. {Answer}", officer, answer.Message);
        }
        return answer;
    }

    private static async Task<int> FillAsync(Socket caller, PinnedSecret text, CancellationToken cancellationToken)
    {
        int length = 0;
        while (length < text.Length)
        {
            int read = await caller.ReceiveAsync(text.Memory[length..], cancellationToken);
            if (read == 0)
            {
                break;
            }
            length += read;
        }
        return length;
    }
}
