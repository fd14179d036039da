using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace BlacklistExchange.Agent.Listening;

/// <summary>Where the unix socket lies: who may reach it is decided by the folder's and the socket's modes alone.</summary>
internal static class SocketPlace
{
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>sun_path of unix(7), without its end.</summary>
    private const int LongestPath = 107;

    /// <summary>Checks the folder and takes away the socket of an agent that is gone.</summary>
    /// <exception cref="SetupException">The folder is missing or everybody may write it, or somebody listens there.</exception>
    public static void Prepare(string path)
    {
        path = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(path)!;
        if (Encoding.UTF8.GetByteCount(path) > LongestPath)
        {
            throw new SetupException(ExitCode.Usage, $"--socket: the whole path has more than {LongestPath} bytes, which a socket's name cannot have.");
        }
        if (!Directory.Exists(folder))
        {
            throw new SetupException(ExitCode.Usage, $"--socket: there is no folder {folder}; make it.");
        }
        if (File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherWrite))
        {
            throw new SetupException(ExitCode.Usage, $"--socket: everybody may write {folder}, so anybody could put another socket in its place. chmod o-w it, or choose another folder.");
        }
        if (!Path.Exists(path))
        {
            return;
        }
        if (!IsDead(path))
        {
            throw new SetupException(ExitCode.Address, $"--socket: somebody listens on {path} already, or it is no socket.");
        }
        File.Delete(path);
    }

    /// <summary>For Kestrel: the mode is set before anybody can connect, since connections are refused until it listens.</summary>
    public static Socket Bind(EndPoint endpoint)
    {
        if (endpoint is not UnixDomainSocketEndPoint place)
        {
            return SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        }
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(place);
        File.SetUnixFileMode(place.ToString(), Mode);
        return socket;
    }

    /// <summary>A socket that refuses connections has no process behind it; a plain file refuses in another way.</summary>
    private static bool IsDead(string path)
    {
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return false;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode == SocketError.ConnectionRefused && IsSocket(path);
        }
    }

    /// <summary>A file opens and a folder is forbidden; a socket is neither. Asked for both ways, so that a pipe does not wait for its other end.</summary>
    private static bool IsSocket(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
