using System.Globalization;

namespace BlacklistExchange.KillTest.Weather;

/// <summary>Bad weather for a real hub under load: a full disk, a clock that is set, a database that is away. Every answer is right or a 503, and the hub goes on by itself.</summary>
internal static class WeatherRun
{
    private const int AwaySeconds = 15;
    private static readonly string[] Stages = ["disk", "clock", "database"];

    /// <param name="arguments">A folder of its own, perhaps one stage, and for the database perhaps for how many seconds it is away.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        string folder = arguments[0];
        string[] stages = arguments.Length > 1 ? [arguments[1]] : Stages;
        int seconds = arguments.Length > 2 ? int.Parse(arguments[2], CultureInfo.InvariantCulture) : AwaySeconds;
        ulong seed = (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (string stage in stages)
        {
            string place = Path.Combine(folder, stage);
            Directory.CreateDirectory(place);
            long start = TimeProvider.System.GetTimestamp();
            try
            {
                string outcome = await RunAsync(stage, place, new SeededNumbers(seed), seconds);
                Console.WriteLine($"weather {stage}: {outcome} ({TimeProvider.System.GetElapsedTime(start).TotalSeconds:0} s)");
            }
            catch (Exception exception)
            {
                Console.WriteLine(exception is BrokenPromiseException ? exception.Message : exception.ToString());
                Console.WriteLine($"weather {stage} FAILED; the hub's log is {place}/hub.log");
                return 1;
            }
        }
        return 0;
    }

    private static Task<string> RunAsync(string stage, string folder, SeededNumbers numbers, int seconds) => stage switch
    {
        "disk" => FullDisk.RunAsync(folder, numbers),
        "clock" => SteppedClock.RunAsync(folder, numbers),
        "database" => AwayDatabase.RunAsync(folder, numbers, TimeSpan.FromSeconds(seconds)),
        _ => throw new BrokenPromiseException($"There is no stage '{stage}': {string.Join(", ", Stages)}."),
    };
}
