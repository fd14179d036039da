using System.Security.Cryptography;

namespace BlacklistExchange.Protocol.Groups;

/// <summary>One scalar of a group (RFC 9497 §2.1), treated as a secret: pinned in memory, zeroed by <see cref="Dispose"/>, shown by nothing.</summary>
/// <remarks>Not thread safe against its own disposal; otherwise immutable and safe to share.</remarks>
public sealed class Scalar : IDisposable
{
    private readonly byte[] encoding;
    private bool disposed;

    internal Scalar(Group group)
    {
        Group = group;
        encoding = GC.AllocateArray<byte>(group.ScalarSize, pinned: true);
    }

    /// <summary>The group whose order this scalar is reduced by.</summary>
    public Group Group { get; }

    /// <summary>The canonical encoding, <see cref="Group.ScalarSize"/> bytes: secret.</summary>
    internal Span<byte> Encoding
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return encoding;
        }
    }

    /// <summary>True if the scalar is zero. The answer, and only the answer, is observable in time.</summary>
    public bool IsZero
    {
        get
        {
            int any = 0;
            foreach (byte part in Encoding)
            {
                any |= part;
            }

            return any == 0;
        }
    }

    /// <summary>Writes the canonical encoding (RFC 9497 SerializeScalar). The copy is the caller's to zero.</summary>
    /// <param name="destination">Exactly <see cref="Group.ScalarSize"/> bytes.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length != encoding.Length)
        {
            throw new ArgumentException($"A scalar takes {encoding.Length} bytes; the destination has {destination.Length}.", nameof(destination));
        }

        Encoding.CopyTo(destination);
    }

    /// <summary>Zeroes the scalar; any later use throws.</summary>
    public void Dispose()
    {
        disposed = true;
        CryptographicOperations.ZeroMemory(encoding);
    }

    /// <summary>Says only that this is a scalar, and of which group.</summary>
    public override string ToString() => $"Scalar of {Group.Identifier}";
}
