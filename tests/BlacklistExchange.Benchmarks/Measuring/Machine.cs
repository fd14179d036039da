using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace BlacklistExchange.Benchmarks.Measuring;

/// <summary>What figures depend on, and nothing that names the machine.</summary>
internal static class Machine
{
    private const string ProcessorFile = "/proc/cpuinfo";
    private const string LoadFile = "/proc/loadavg";

    public static string Processor => FromProcessorFile("model name") ?? RuntimeInformation.ProcessArchitecture.ToString();

    public static string Cores => Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);

    /// <summary>The instructions that kernels choose by.</summary>
    public static string Instructions => string.Join(", ", new (string Name, bool There)[]
    {
        ("BMI2", Bmi2.X64.IsSupported), ("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("AVX-512DQ", Avx512DQ.IsSupported), ("AVX-512VL", Avx512DQ.VL.IsSupported),
    }.Where(static instruction => instruction.There).Select(static instruction => instruction.Name));

    public static string Runtime => $".NET {Environment.Version}, {RuntimeInformation.RuntimeIdentifier}";

    /// <summary>Who else was at work: the load average of the last minute, all processes.</summary>
    public static string Load => File.Exists(LoadFile) ? File.ReadAllText(LoadFile).Split(' ')[0] : "unknown";

    private static string? FromProcessorFile(string field) => File.Exists(ProcessorFile)
        ? File.ReadLines(ProcessorFile).FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        : null;
}
