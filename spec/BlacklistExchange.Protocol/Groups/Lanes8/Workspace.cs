using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BlacklistExchange.Protocol.Groups.Lanes8;

/// <summary>
/// Everything that the kernels work on: one a thread, at an address where vectors load fastest, reached only by reference. Methods that passed the 320-byte elements by
/// value would run at half the speed.
/// </summary>
internal struct Workspace
{
    /// <summary>Bytes of a cache line, and of the widest vector.</summary>
    public const int Alignment = 64;

    /// <summary>Groups of lanes that share one inversion when they are encoded.</summary>
    public const int Groups = 32;

    [InlineArray(Groups)]
    internal struct AllParts
    {
        private DoubledEncoding.Parts first;
    }

    /// <summary>Where elements enter and leave: up to twenty rows of words or limbs, a lane a column.</summary>
    [InlineArray(PointLanes.Vectors)]
    internal struct AllRows
    {
        private Vector512<ulong> first;
    }

    /// <summary>The rows of three squares of words that are turned over on their way between memory and lanes.</summary>
    [InlineArray(24)]
    internal struct AllSquares
    {
        private Vector512<double> first;
    }

    public AllRows Rows;
    public AllSquares Squares;
    public Multiplication.DigitRows Digits;
    public PointLanes Point;
    public PointLanes Product;
    public PointLanes Multiple;
    public CachedLanes Selected;
    public FeLanes Running;
    public PointFormulas.Scratch Formulas;
    public Encoding.Scratch Encoding;
    public Multiplication.Table Table;

    /// <summary>Last, so that clearing what was used does not touch what was not.</summary>
    public AllParts Parts;
}
