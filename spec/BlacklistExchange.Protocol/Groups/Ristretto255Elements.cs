using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Groups.Edwards25519;

namespace BlacklistExchange.Protocol.Groups;

/// <summary>Elements of ristretto255 as points of edwards25519. Those that came from secrets are pinned, and zeroed on disposal; those that anyone may see are neither.</summary>
internal sealed class Ristretto255Elements : Elements
{
    private readonly EdwardsPoint[] points;
    private readonly Visibility visibility;
    private bool disposed;

    /// <summary>A batch to be filled in.</summary>
    public Ristretto255Elements(Ristretto255 group, int count, Visibility visibility)
        : base(group, count)
    {
        this.visibility = visibility;
        points = visibility == Visibility.Secret ? GC.AllocateArray<EdwardsPoint>(count, pinned: true) : new EdwardsPoint[count];
    }

    /// <summary>Who may see a batch.</summary>
    public enum Visibility
    {
        /// <summary>Made from secrets.</summary>
        Secret,

        /// <summary>From the wire, or a sum of such: it lies wherever memory is cheapest, for pinned memory is collected dearly.</summary>
        Public,

        /// <summary>A constant of the group: disposing it does nothing.</summary>
        Constant,
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
        disposed = visibility != Visibility.Constant;
        if (visibility == Visibility.Secret)
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(points.AsSpan()));
        }
    }
}
