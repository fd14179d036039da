using System.IO.MemoryMappedFiles;

namespace BlacklistExchange.Protocol.Snapshots;

/// <summary>
/// An immutable file as memory-mapped bytes: nothing of it lies on the managed heap. Look-ups on other threads hold a <see cref="Lease"/>, so that
/// disposing while they run unmaps the file only after the last of them. The file must not be truncated while it is mapped (the process would end);
/// deleting or replacing its name does no harm. Thread-safe.
/// </summary>
public sealed unsafe class MappedFile : IDisposable
{
    /// <summary>Longest file in bytes, 2^31 − 1: what one span can hold.</summary>
    public const long MaxLength = int.MaxValue;

    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _bytes;
    private readonly int _length;
    private int _holders = 1;
    private int _disposed;

    private MappedFile(MemoryMappedFile? file, int length)
    {
        _file = file;
        _length = length;
        _view = file?.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        _view?.SafeMemoryMappedViewHandle.AcquirePointer(ref _bytes);
    }

    /// <summary>Maps the whole file for reading.</summary>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is longer than <see cref="MaxLength"/>.</exception>
    public static MappedFile Open(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        if (stream.Length > MaxLength)
        {
            throw new InvalidDataException($"{path} is {stream.Length} bytes long; a file of 2 GB or more (more than {SnapshotHeader.MaxCount} entries) is not supported.");
        }
        return stream.Length == 0 ? new MappedFile(null, 0)
            : new MappedFile(MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true), (int)stream.Length);
    }

    /// <summary>Access to the bytes until the lease is disposed, even if the file is disposed meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public Lease Acquire()
    {
        for (int seen = Volatile.Read(ref _holders); seen > 0; seen = Volatile.Read(ref _holders))
        {
            if (Interlocked.CompareExchange(ref _holders, seen + 1, seen) == seen)
            {
                return new Lease(this);
            }
        }
        throw new ObjectDisposedException(nameof(MappedFile));
    }

    /// <summary>Refuses new leases at once and unmaps the file when the last one ends.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Release();
        }
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _view?.SafeMemoryMappedViewHandle.ReleasePointer();
            _view?.Dispose();
            _file?.Dispose();
        }
    }

    /// <summary>The right to read a mapped file. Dispose it once, on the thread that took it; its bytes must not be used afterwards.</summary>
    public ref struct Lease
    {
        private MappedFile? _owner;

        internal Lease(MappedFile owner) => _owner = owner;

        /// <summary>The bytes of the whole file; none once the lease is disposed.</summary>
        public readonly ReadOnlySpan<byte> Bytes => _owner is { } owner ? new ReadOnlySpan<byte>(owner._bytes, owner._length) : default;

        /// <summary>Gives the right back.</summary>
        public void Dispose()
        {
            _owner?.Release();
            _owner = null;
        }
    }
}
