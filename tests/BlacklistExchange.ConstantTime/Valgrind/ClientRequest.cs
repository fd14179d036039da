using System.Runtime.InteropServices;
using System.Text;

namespace BlacklistExchange.ConstantTime.Valgrind;

/// <summary>Speaks to the Valgrind that runs this process: the instructions of <c>valgrind.h</c> for x86-64 Linux, which do nothing on a bare processor.</summary>
internal static unsafe partial class ClientRequest
{
    private const ulong RunningOnValgrind = 0x1001, CountErrors = 0x1201;
    private const ulong CallgrindBase = (ulong)'C' << 24 | (ulong)'T' << 16, MemcheckBase = (ulong)'M' << 24 | (ulong)'C' << 16;
    private const int ReadWriteExecute = 7, PrivateAnonymous = 0x22, CodeSize = 4096;

    private static readonly delegate* unmanaged[SuppressGCTransition]<ulong*, ulong, ulong> Code = Load();

    /// <summary>How many Valgrinds run this process: none is 0.</summary>
    public static ulong Depth => Send(RunningOnValgrind);

    /// <summary>Errors that the tool has reported so far, repeated ones counted.</summary>
    public static ulong Errors => Send(CountErrors);

    /// <summary>Callgrind starts counting: before, it only translates.</summary>
    public static void StartCounting() => Send(CallgrindBase + 4);

    /// <summary>Callgrind sets its counters to zero.</summary>
    public static void ZeroCounters() => Send(CallgrindBase + 1);

    /// <summary>Callgrind writes its counters to the next file, under this description.</summary>
    public static void DumpCounters(byte[] description)
    {
        fixed (byte* text = description)
        {
            Send(CallgrindBase + 3, (ulong)text);
        }
    }

    /// <summary>Memcheck takes these bytes for secret: any branch or address made of them is an error.</summary>
    public static void Taint(Span<byte> memory) => Mark(memory, 1);

    /// <summary>Memcheck takes these bytes for known again.</summary>
    public static void Untaint(Span<byte> memory) => Mark(memory, 2);

    /// <summary>True if Memcheck takes any of these bytes for secret. It reports an error if so.</summary>
    public static bool IsTainted(Span<byte> memory) => Mark(memory, 5) != 0;

    /// <summary>A description for <see cref="DumpCounters"/>, made before anything is counted.</summary>
    public static byte[] Describe(string text) => Encoding.ASCII.GetBytes(text + '\0');

    private static ulong Mark(Span<byte> memory, ulong request)
    {
        fixed (byte* start = memory)
        {
            return Send(MemcheckBase + request, (ulong)start, (ulong)memory.Length);
        }
    }

    private static ulong Send(ulong request, ulong first = 0, ulong second = 0)
    {
        ulong* arguments = stackalloc ulong[6] { request, first, second, 0, 0, 0 };
        return Code(arguments, 0);
    }

    private static delegate* unmanaged[SuppressGCTransition]<ulong*, ulong, ulong> Load()
    {
        ReadOnlySpan<byte> code =
        [
            0x48, 0x89, 0xf8, // mov rax, rdi
            0x48, 0x89, 0xf2, // mov rdx, rsi
            0x48, 0xc1, 0xc7, 0x03, 0x48, 0xc1, 0xc7, 0x0d, 0x48, 0xc1, 0xc7, 0x3d, 0x48, 0xc1, 0xc7, 0x33, // rol rdi, 3, 13, 61, 51
            0x48, 0x87, 0xdb, // xchg rbx, rbx
            0x48, 0x89, 0xd0, // mov rax, rdx
            0xc3, // ret
        ];
        void* place = mmap(null, CodeSize, ReadWriteExecute, PrivateAnonymous, -1, 0);
        code.CopyTo(new Span<byte>(place, CodeSize));
        return (delegate* unmanaged[SuppressGCTransition]<ulong*, ulong, ulong>)place;
    }

    [LibraryImport("libc")]
    private static partial void* mmap(void* address, nuint length, int protection, int flags, int file, nint offset);
}
