using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Groups.Edwards25519;

namespace BlacklistExchange.Protocol.Groups;

/// <summary>Elements of ristretto255 as points of edwards25519, pinned and zeroed on disposal.</summary>
internal sealed class Ristretto255Elements : Elements
{
    private readonly EdwardsPoint[] points;
    private bool disposed;

    public Ristretto255Elements(Ristretto255 group, int count)
        : base(group, count) => points = GC.AllocateArray<EdwardsPoint>(count, pinned: true);

    public Span<EdwardsPoint> Points
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return points;
        }
    }

    public override void Dispose()
    {
        disposed = true;
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(points.AsSpan()));
    }
}
