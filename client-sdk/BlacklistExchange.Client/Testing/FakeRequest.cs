namespace BlacklistExchange.Client.Testing;

/// <summary>One request that reached a <see cref="FakeHub"/>.</summary>
/// <param name="Holder">1 for the hub, the holder's index otherwise.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path.</param>
/// <param name="Purpose">For an evaluation: its purpose.</param>
/// <param name="Groups">For an evaluation: elements in each group.</param>
/// <param name="RequestId">For an evaluation: its id.</param>
/// <param name="Range">For a file: the byte it was asked from; null without a Range header.</param>
public sealed record FakeRequest(int Holder, string Method, string Path, string? Purpose, IReadOnlyList<int> Groups, Guid? RequestId, long? Range);
