using BlacklistExchange.Protocol.Tests.Gates;

namespace BlacklistExchange.Client.Tests.Gates;

/// <summary>What platforms compile against changes only on purpose.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Keeps_the_public_surface_as_checked_in() => CheckedIn.Matches("client-sdk/BlacklistExchange.Client/PublicApi.txt", PublicApi.Text(typeof(ExchangeClient).Assembly));
}
