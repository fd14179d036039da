using System.Net.Sockets;
using System.Text.Json;
using BlacklistExchange.Server.Officers;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>Brings a share to the sealed hub on this machine.</summary>
internal static class SendShare
{
    private const int MaxAnswer = 16 * 1024;

    /// <summary>Null when no sealed hub waits.</summary>
    public static async Task<ShareAnswer?> RunAsync(DataFolder folder, PinnedSecret text, CancellationToken cancellationToken)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(OfficersSocket.Address(folder.OfficersSocket), cancellationToken);
            await socket.SendAsync(text.Memory, cancellationToken);
            socket.Shutdown(SocketShutdown.Send);
            byte[] answer = new byte[MaxAnswer];
            int length = 0;
            while (length < answer.Length && await socket.ReceiveAsync(answer.AsMemory(length), cancellationToken) is > 0 and int read)
            {
                length += read;
            }
            return length == 0 ? null : JsonSerializer.Deserialize(answer.AsSpan(0, length), OfficersJson.Default.ShareAnswer);
        }
        catch (Exception exception) when (exception is SocketException or JsonException)
        {
            return null;
        }
    }
}
