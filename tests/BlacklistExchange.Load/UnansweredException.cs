using BlacklistExchange.Client;

namespace BlacklistExchange.Load;

/// <summary>The SDK could not say whether somebody is listed.</summary>
internal sealed class UnansweredException(UnsureReason reason) : Exception($"The SDK is unsure: {reason}.")
{
    public UnsureReason Reason => reason;
}
