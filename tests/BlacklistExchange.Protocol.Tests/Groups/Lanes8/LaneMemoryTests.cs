using System.Runtime.InteropServices;
using BlacklistExchange.Protocol.Groups.Edwards25519;
using BlacklistExchange.Protocol.Groups.Lanes8;

namespace BlacklistExchange.Protocol.Tests.Groups.Lanes8;

public sealed class LaneMemoryTests
{
    /// <summary>More than one inversion's worth in eight lanes.</summary>
    private const int Count = 300;

    private static readonly LaneArithmetic Lanes = new();
    private static readonly EdwardsPoint[] Points = ArithmeticSamples.Points(ArithmeticSamples.Boundaries + Count)[ArithmeticSamples.Boundaries..];

    private static Span<byte> Memory => MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref LaneMemory.Mine.Workspace, 1));

    [LaneFact]
    public void Keeps_nothing_of_a_call_with_secrets()
    {
        byte[] scalars = ArithmeticSamples.Scalars(Count), encodings = new byte[Count * 32];
        EdwardsPoint[] products = new EdwardsPoint[Count];
        LaneMemory.Mine.Clear(Workspace.Groups);
        foreach (int count in new[] { 1, 9, Count })
        {
            Lanes.Encode(Points.AsSpan(0, count), encodings);
            AssertClear();
            Assert.Equal(-1, Lanes.Decode(encodings, products.AsSpan(0, count)));
            AssertClear();
            Lanes.Map(ArithmeticSamples.UniformBytes(count), products.AsSpan(0, count));
            AssertClear();
            Lanes.Multiply(scalars, 0, Points.AsSpan(0, count), encodings, default);
            AssertClear();
            Lanes.Multiply(scalars, 32, Points.AsSpan(0, count), encodings, products.AsSpan(0, count));
            AssertClear();
        }
    }

    [LaneFact]
    public void Keeps_nothing_when_an_encoding_is_refused()
    {
        byte[] encodings = new byte[Count * 32];
        Assert.Equal(0, Lanes.Decode(encodings, new EdwardsPoint[Count]));
        AssertClear();
    }

    /// <summary>The search finds what is there: the words of a point on its way into lanes, until they are cleared.</summary>
    [LaneFact]
    public void Refuses_a_workspace_with_a_planted_point()
    {
        ref Workspace w = ref LaneMemory.Mine.Workspace;
        LaneArithmetic.Load(ref w.Point, ref w, Points.AsSpan(0, Width.Lanes));
        byte[] word = BitConverter.GetBytes(Points[1].X.L3);
        Assert.True(Memory.IndexOf(word) >= 0);
        Assert.True(Memory.ContainsAnyExcept((byte)0));
        LaneMemory.Mine.Clear(groups: 0);
        Assert.True(Memory.IndexOf(word) < 0);
        AssertClear();
    }

    [LaneFact]
    public void Returns_another_memory_to_another_thread()
    {
        LaneMemory? other = null;
        Thread thread = new(() => other = LaneMemory.Mine);
        thread.Start();
        thread.Join();
        Assert.NotSame(LaneMemory.Mine, other);
        Assert.Same(LaneMemory.Mine, LaneMemory.Mine);
    }

    private static void AssertClear() => Assert.Equal(-1, Memory.IndexOfAnyExcept((byte)0));
}
