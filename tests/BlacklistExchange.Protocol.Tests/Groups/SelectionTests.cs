using System.Reflection;
using System.Runtime.InteropServices;
using BlacklistExchange.Protocol.Groups;

namespace BlacklistExchange.Protocol.Tests.Groups;

public sealed partial class SelectionTests
{
    /// <summary>FE_DOWNWARD, FE_UPWARD and FE_TOWARDZERO of x86-64.</summary>
    private static readonly int[] OtherRoundings = [0x400, 0x800, 0xc00];

    [Fact]
    public void Returns_the_first_that_the_processor_supports() => Assert.Same(Ristretto255Arithmetic.All.First(static one => one.IsSupported), Ristretto255Arithmetic.Chosen);

    [Fact]
    public void Keeps_the_portable_one_last_and_supported_everywhere()
    {
        Assert.Equal(["8 lanes", "4 lanes", "portable"], Ristretto255Arithmetic.All.Select(static one => one.Name));
        Assert.True(Ristretto255Arithmetic.All[^1].IsSupported);
    }

    [Lanes8.LaneFact]
    public void Returns_the_known_answer_in_eight_lanes() => Assert.True(SelfTest.Passes(ArithmeticsAttribute.Get("8 lanes")));

    [Lanes4.LaneFact]
    public void Returns_the_known_answer_in_four_lanes() => Assert.True(SelfTest.Passes(ArithmeticsAttribute.Get("4 lanes")));

    [Theory]
    [InlineData(Sabotage.None, true)]
    [InlineData(Sabotage.Decode, false)]
    [InlineData(Sabotage.Refusal, false)]
    [InlineData(Sabotage.Map, false)]
    [InlineData(Sabotage.Encode, false)]
    [InlineData(Sabotage.MultiplyByOne, false)]
    [InlineData(Sabotage.MultiplyByOneEach, false)]
    [InlineData(Sabotage.Products, false)]
    [InlineData(Sabotage.Sum, false)]
    public void Refuses_an_arithmetic_that_gets_one_bit_of_one_operation_wrong(Sabotage sabotage, bool passes) => Assert.Equal(passes, SelfTest.Passes(new SabotagedArithmetic(sabotage)));

    [Lanes4.LaneFact]
    public void Refuses_lanes_under_another_rounding_mode()
    {
        foreach (Ristretto255Arithmetic arithmetic in Ristretto255Arithmetic.All.Where(static one => one.IsSupported && one is not PortableArithmetic))
        {
            Assert.All(OtherRoundings, rounding => Assert.False(PassesWith(rounding, arithmetic)));
            Assert.True(SelfTest.Passes(arithmetic));
        }
    }

    /// <summary>Four lanes are the source of eight, whose vector type and namespace the build exchanges: same types, same members.</summary>
    [Fact]
    public void Keeps_the_members_of_eight_lanes_in_four()
    {
        string[] eight = Members("Lanes8"), four = Members("Lanes4");
        Assert.True(eight.Length > 100);
        Assert.Equal(eight.Select(static name => name.Replace("Lanes8", "Lanes4", StringComparison.Ordinal).Replace("Vector512", "Vector256", StringComparison.Ordinal)).Order(), four.Order());
    }

    private static string[] Members(string space) =>
    [
        .. typeof(SelfTest).Assembly.GetTypes()
            .Where(type => type.Namespace == $"BlacklistExchange.Protocol.Groups.{space}" && type.Name != "Width" && !type.Name.Contains('<', StringComparison.Ordinal))
            .SelectMany(static type => type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Select(member => $"{type} {member}")),
    ];

    private static bool PassesWith(int rounding, Ristretto255Arithmetic arithmetic)
    {
        _ = SelfTest.Passes(arithmetic);
        int usual = fegetround();
        try
        {
            Assert.Equal(0, fesetround(rounding));
            return SelfTest.Passes(arithmetic);
        }
        finally
        {
            _ = fesetround(usual);
        }
    }

    [LibraryImport("libm.so.6")]
    private static partial int fesetround(int rounding);

    [LibraryImport("libm.so.6")]
    private static partial int fegetround();
}
