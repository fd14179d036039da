namespace BlacklistExchange.Protocol.Groups;

/// <summary>Messages that are written one by one into the memory in which they are hashed, so that each is copied once.</summary>
internal interface IMessageWriter
{
    /// <summary>How many messages there are.</summary>
    int Count { get; }

    /// <summary>Bytes in one message; not secret.</summary>
    int SizeOf(int index);

    /// <summary>Fills every byte of <paramref name="message"/>, which has the size that <see cref="SizeOf"/> says.</summary>
    void Write(int index, Span<byte> message);
}
