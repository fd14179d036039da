using BlacklistExchange.Protocol.Groups.Lanes8;

namespace BlacklistExchange.Protocol.Tests.Groups.Lanes8;

/// <summary>A fact about lanes of this width: runs where the processor has the instructions, and says so where it has not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LaneFactAttribute : FactAttribute
{
    public LaneFactAttribute()
    {
        Skip = Width.IsSupported ? null : $"This processor, or DOTNET_EnableAVX512 and DOTNET_EnableAVX2 in the environment, has no instructions for {Width.Lanes} lanes (AVX-512 DQ for 8, AVX2 and FMA for 4).";
    }
}
