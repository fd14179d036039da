namespace BlacklistExchange.Protocol.Tests.Groups;

/// <summary>A fact that libsodium decides; says how to install it where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SodiumFactAttribute : FactAttribute
{
    public SodiumFactAttribute()
    {
        Skip = Sodium.Missing;
    }
}
