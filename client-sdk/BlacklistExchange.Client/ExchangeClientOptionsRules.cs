using BlacklistExchange.Protocol.Wire;
using Microsoft.Extensions.Options;

namespace BlacklistExchange.Client;

/// <summary>Checks options before anything is opened; every fault names its option and says what to set.</summary>
internal sealed class ExchangeClientOptionsRules : IValidateOptions<ExchangeClientOptions>
{
    public ValidateOptionsResult Validate(string? name, ExchangeClientOptions options)
    {
        string[] faults = [.. Faults(options)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <exception cref="OptionsValidationException">Something is missing or out of range.</exception>
    public static void Require(ExchangeClientOptions options)
    {
        string[] faults = [.. Faults(options)];
        if (faults.Length > 0)
        {
            throw new OptionsValidationException(nameof(ExchangeClientOptions), typeof(ExchangeClientOptions), faults);
        }
    }

    private static IEnumerable<string> Faults(ExchangeClientOptions options)
    {
        if (options.Profile is null && string.IsNullOrWhiteSpace(options.ProfileDirectory))
        {
            yield return $"{nameof(options.ProfileDirectory)} is required: the directory that 'bex profile init' made, or set {nameof(options.Profile)}.";
        }
        if (!Slug.IsValid(options.List))
        {
            yield return $"{nameof(options.List)} is required: the name of the list, 2 to 32 characters a-z, 0-9 and '-'.";
        }
        if (options.OnUncertain is null || !Enum.IsDefined(options.OnUncertain.Value))
        {
            yield return $"{nameof(options.OnUncertain)} is required: FailOpen (an outage refuses nobody) or FailClosed (an outage refuses everybody). There is no default.";
        }
        if (options.VaultKey is { Length: not 32 } key)
        {
            yield return $"{nameof(options.VaultKey)} must be 32 bytes; it is {key.Length}.";
        }
        if (options.CachedEntryKeys is < 0 or > 10_000_000)
        {
            yield return $"{nameof(options.CachedEntryKeys)} must be 0 to 10,000,000; it is {options.CachedEntryKeys}.";
        }
        if (options.ProxyAddress is { } proxy && (!proxy.IsAbsoluteUri || proxy.Scheme != Uri.UriSchemeHttp))
        {
            yield return $"{nameof(options.ProxyAddress)} must be an address of the form http://host:port.";
        }
        if (options.FilesAddress is { } files && !FilesAddress.IsValid(files.OriginalString))
        {
            yield return $"{nameof(options.FilesAddress)} must be an address of the form https://host:port.";
        }
        foreach ((string name, TimeSpan value, TimeSpan least, TimeSpan most) in Times(options))
        {
            if (value < least || value > most)
            {
                yield return $"{name} must be between {least} and {most}; it is {value}.";
            }
        }
    }

    private static IEnumerable<(string Name, TimeSpan Value, TimeSpan Least, TimeSpan Most)> Times(ExchangeClientOptions options) =>
    [
        (nameof(options.StaleAfter), options.StaleAfter, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)),
        (nameof(options.SyncInterval), options.SyncInterval, TimeSpan.FromSeconds(10), TimeSpan.FromDays(1)),
        (nameof(options.RequestTimeout), options.RequestTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
        (nameof(options.BurstWait), options.BurstWait, TimeSpan.Zero, TimeSpan.FromDays(1)),
    ];
}
