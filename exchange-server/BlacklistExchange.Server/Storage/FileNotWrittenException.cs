namespace BlacklistExchange.Server.Storage;

/// <summary>The disk refused a durable file: full, read-only or broken. The file is as it was before. Becomes the problem <c>store-unavailable</c> (503).</summary>
internal sealed class FileNotWrittenException : IOException
{
    public FileNotWrittenException(string message)
        : base(message)
    {
    }

    public FileNotWrittenException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
