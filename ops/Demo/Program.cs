using BlacklistExchange.Demo;
using BlacklistExchange.Demo.Replays;
using BlacklistExchange.Demo.Stage;
using BlacklistExchange.Demo.Worlds;

if (DemoOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(DemoOptions.Usage);
    return 2;
}
if (options.WriteWorld is { } target)
{
    WorldFiles.Write(target, World.Generate(options.Seed));
    return 0;
}
using CancellationTokenSource interrupted = new();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};
try
{
    return options.ShadowDays is null ? await Show.RunAsync(options, interrupted.Token) : await Replay.RunAsync(options, interrupted.Token);
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Interrupted; the hub is stopped and its folder removed.");
    return 130;
}
catch (DemoException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
