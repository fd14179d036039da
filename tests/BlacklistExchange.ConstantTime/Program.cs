using BlacklistExchange.ConstantTime.Timing;
using BlacklistExchange.ConstantTime.Valgrind;

// The evidence of constant time; tests/constant-time/run calls each verb as it must be called.
return args switch
{
    ["count"] => CountRun.Run(),
    ["compare", string folder] => CountTable.Print(folder),
    ["taint"] => TaintRun.Run(),
    ["time", string samples, .. string[] parts] => TimeRun.Run(int.Parse(samples), string.Concat(parts)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("count | compare <folder> | taint | time <samples> [part of a name]: see tests/constant-time/run");
    return 2;
}
