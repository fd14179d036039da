using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>A file named on the command line; what is wrong with it is the operator's to mend.</summary>
internal static class InputFile
{
    public static byte[] Read(string path, int maxBytes, string option)
    {
        try
        {
            return new FileInfo(path).Length <= maxBytes ? File.ReadAllBytes(path) : throw new SetupException($"{option} {path} is larger than {maxBytes} bytes; is it the right file?");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"{option} {path} cannot be read: {exception.Message}", exception);
        }
    }
}
