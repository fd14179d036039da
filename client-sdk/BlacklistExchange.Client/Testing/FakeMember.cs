namespace BlacklistExchange.Client.Testing;

/// <summary>A member as a fake hub knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">Its role.</param>
/// <param name="SigningKey">SubjectPublicKeyInfo of its signing key.</param>
internal sealed record FakeMember(string Name, string Role, byte[] SigningKey)
{
    public bool IsRevoked { get; set; }
}
