using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Groups.Edwards25519;

namespace BlacklistExchange.Protocol.Groups;

/// <summary>Elements of ristretto255 as points of edwards25519, pinned and zeroed on disposal.</summary>
internal sealed class Ristretto255Elements : Elements
{
    private readonly EdwardsPoint[] points;
    private readonly bool shared;
    private bool disposed;

    /// <summary>A batch to be filled in. A shared one is a constant of the group, and disposing it does nothing.</summary>
    public Ristretto255Elements(Ristretto255 group, int count, bool shared = false)
        : base(group, count)
    {
        this.shared = shared;
        points = GC.AllocateArray<EdwardsPoint>(count, pinned: true);
    }

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
        if (shared)
        {
            return;
        }

        disposed = true;
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(points.AsSpan()));
    }
}
