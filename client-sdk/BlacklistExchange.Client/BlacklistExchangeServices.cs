using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BlacklistExchange.Client;

/// <summary>Registers the client with dependency injection.</summary>
public static class BlacklistExchangeServices
{
    /// <summary>
    /// Adds one <see cref="ExchangeClient"/> for the application, checks its options when the host starts, and keeps the local list current while it runs.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configure">Sets the options; see <see cref="ExchangeClientOptions"/> for those that are required.</param>
    public static IServiceCollection AddBlacklistExchange(this IServiceCollection services, Action<ExchangeClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<ExchangeClientOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ExchangeClientOptions>, ExchangeClientOptionsRules>());
        services.TryAddSingleton(static provider => new ExchangeClient(
            provider.GetRequiredService<IOptions<ExchangeClientOptions>>().Value, provider.GetService<ILogger<ExchangeClient>>(), provider.GetService<TimeProvider>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SyncService>());
        return services;
    }
}
