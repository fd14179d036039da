using System.Runtime.CompilerServices;
using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace BlacklistExchange.Protocol.Groups.Lanes8;

/// <summary>A thread's memory for the kernels: the workspace, which holds secrets and is cleared after every use with any, and room for public sums, which is not.</summary>
internal sealed unsafe class LaneMemory : CriticalFinalizerObject
{
    [ThreadStatic]
    private static LaneMemory? mine;

    private readonly Workspace* workspace;
    private void* room;
    private nuint roomSize;

    private LaneMemory()
    {
        workspace = (Workspace*)NativeMemory.AlignedAlloc((nuint)sizeof(Workspace), Workspace.Alignment);
        NativeMemory.Clear(workspace, (nuint)sizeof(Workspace));
    }

    ~LaneMemory()
    {
        NativeMemory.AlignedFree(workspace);
        NativeMemory.AlignedFree(room);
    }

    /// <summary>The calling thread's memory. Not to be kept across a call that works on lanes itself.</summary>
    public static LaneMemory Mine => mine ??= new LaneMemory();

    public ref Workspace Workspace => ref Unsafe.AsRef<Workspace>(workspace);

    /// <summary>Room for public values, of whatever content, aligned like the workspace. The next call takes it away.</summary>
    public Span<T> Room<T>(int count)
        where T : unmanaged
    {
        nuint size = checked((nuint)count * (nuint)sizeof(T));
        if (size > roomSize)
        {
            NativeMemory.AlignedFree(room);
            room = null;
            roomSize = 0;
            room = NativeMemory.AlignedAlloc(size, Workspace.Alignment);
            roomSize = size;
        }

        return new Span<T>(room, count);
    }

    /// <summary>Zeroes what a call has used: the workspace with so many groups' parts.</summary>
    public void Clear(int groups)
    {
        nuint unused = (nuint)(Workspace.Groups - Math.Min(groups, Workspace.Groups)) * (nuint)sizeof(DoubledEncoding.Parts);
        CryptographicOperations.ZeroMemory(new Span<byte>(workspace, checked((int)((nuint)sizeof(Workspace) - unused))));
    }
}
