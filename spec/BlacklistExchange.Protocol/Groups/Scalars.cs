using System.Security.Cryptography;

namespace BlacklistExchange.Protocol.Groups;

/// <summary>A batch of scalars of one group (RFC 9497 §2.1), treated as secrets: pinned in memory, zeroed by <see cref="Dispose"/>, shown by nothing.</summary>
/// <remarks>Not thread safe against its own disposal; otherwise immutable and safe to share.</remarks>
public sealed class Scalars : IDisposable
{
    private readonly byte[] encodings;
    private bool disposed;

    internal Scalars(Group group, int count)
    {
        Group = group;
        Count = count;
        encodings = GC.AllocateArray<byte>(checked(group.ScalarSize * count), pinned: true);
    }

    /// <summary>Copies scalars of one group into a batch.</summary>
    /// <param name="scalars">At least one scalar, all of the same group.</param>
    /// <exception cref="ArgumentException">The list is empty or mixes groups.</exception>
    public Scalars(params ReadOnlySpan<Scalar> scalars)
        : this(scalars.IsEmpty ? throw new ArgumentException("A batch needs at least one scalar.", nameof(scalars)) : scalars[0].Group, scalars.Length)
    {
        for (int i = 0; i < scalars.Length; i++)
        {
            Group.RequireSame(scalars[i].Group, Group);
            scalars[i].Encoding.CopyTo(this[i]);
        }
    }

    /// <summary>The group whose order the scalars are reduced by.</summary>
    public Group Group { get; }

    /// <summary>How many scalars there are.</summary>
    public int Count { get; }

    /// <summary>The canonical encoding of one scalar: secret.</summary>
    internal Span<byte> this[int index]
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return encodings.AsSpan(index * Group.ScalarSize, Group.ScalarSize);
        }
    }

    /// <summary>All canonical encodings, one after the other: secret.</summary>
    internal Span<byte> All
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return encodings;
        }
    }

    /// <summary>A scalar of its own, copied from the batch.</summary>
    internal Scalar Copy(int index)
    {
        Scalar result = new(Group);
        this[index].CopyTo(result.Encoding);
        return result;
    }

    /// <summary>Zeroes every scalar; any later use throws.</summary>
    public void Dispose()
    {
        disposed = true;
        CryptographicOperations.ZeroMemory(encodings);
    }

    /// <summary>Says only how many scalars there are, and of which group.</summary>
    public override string ToString() => $"{Count} scalars of {Group.Identifier}";
}
