using BlacklistExchange.Agent.Checks;
using BlacklistExchange.Agent.Events;
using BlacklistExchange.Agent.Listening;
using BlacklistExchange.Agent.Outbox;
using BlacklistExchange.Agent.Problems;
using BlacklistExchange.Agent.Reports;
using BlacklistExchange.Agent.Shadow;
using BlacklistExchange.Agent.Storage;
using BlacklistExchange.Agent.Telemetry;
using BlacklistExchange.Agent.Watch;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BlacklistExchange.Agent;

/// <summary>A running agent: the client, then the listener; let go in the reverse.</summary>
internal sealed class AgentHost : IAsyncDisposable
{
    public const int MaxBodyBytes = 256 * 1024;

    private readonly WebApplication _app;
    private readonly AgentSettings _settings;

    private AgentHost(WebApplication app, AgentSettings settings) => (_app, _settings) = (app, settings);

    /// <summary>Where it listens: a path, or an address of 127.0.0.1.</summary>
    public string Address => _settings.Socket ?? _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public IServiceProvider Services => _app.Services;

    /// <exception cref="SetupException">Whoever starts the agent must do something first.</exception>
    public static async Task<AgentHost> StartAsync(AgentSettings settings, TimeProvider time, Action<ILoggingBuilder> logging, CancellationToken cancellationToken)
    {
        BearerSecret? bearer = settings.BearerFile is { } file ? BearerSecret.Read(file) : null;
        WebhookPlace webhook = new(Webhook.Open(settings, time));
        if (settings.Socket is { } path)
        {
            SocketPlace.Prepare(path);
        }
        WebApplication app = Build(settings, bearer, webhook, time, logging);
        AgentHost host = new(app, settings);
        try
        {
            ExchangeClient client = app.Services.GetRequiredService<ExchangeClient>();
            await app.StartAsync(cancellationToken);
            client.StartBackgroundSync();
            return host;
        }
        catch (Exception exception)
        {
            await host.DisposeAsync();
            throw Explain(exception) ?? exception;
        }
    }

    /// <summary>Until SIGTERM or SIGINT.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>What runs behind the requests has ended when this returns, and nothing writes any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>The profile is looked at before anything is made beside it.</summary>
    private static ExchangeClient OpenClient(IServiceProvider services, AgentSettings settings, TimeProvider time) => new(
        new ExchangeClientOptions
        {
            Profile = ExchangeProfile.Open(settings.Profile),
            List = Slug.IsValid(settings.List) ? settings.List : throw new SetupException(ExitCode.Usage, "--list is the name of a list: 2 to 32 characters a-z, 0-9 and '-'."),
            OnUncertain = settings.OnUncertain,
            EntryKeyStore = settings.KeptEntryKeys == 0 ? null : services.GetRequiredService<KeptEntryKeys>().Store,
        },
        services.GetService<ILogger<ExchangeClient>>(), time);

    private static SetupException? Explain(Exception exception) => exception switch
    {
        Microsoft.Extensions.Options.OptionsValidationException => new SetupException(ExitCode.Usage, exception.Message, exception),
        ExchangeException or UnauthorizedAccessException => new SetupException(ExitCode.Profile, exception.Message, exception),
        IOException { InnerException: AddressInUseException } or System.Net.Sockets.SocketException => new SetupException(ExitCode.Address, $"The address cannot be listened on: {exception.Message}", exception),
        IOException => new SetupException(ExitCode.Profile, exception.Message, exception),
        _ => null,
    };

    private static WebApplication Build(AgentSettings settings, BearerSecret? bearer, WebhookPlace webhook, TimeProvider time, Action<ILoggingBuilder> logging)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "bex-agent" });
        logging(builder.Logging);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, settings));
        builder.Services.Configure<SocketTransportOptions>(static transport => transport.CreateBoundListenSocket = SocketPlace.Bind);
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(15));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(settings).Replace(ServiceDescriptor.Singleton(time));
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<AgentMetrics>().AddSingleton<MeterReadings>().AddSingleton<CheckIdentifiers>().AddSingleton<MatchHandle>();
        builder.Services.AddHostedService<ResumeReports>();
        builder.Services.AddSingleton<WeekLedger>().AddSingleton<ShadowQueue>().AddHostedService(static provider => provider.GetRequiredService<ShadowQueue>());
        builder.Services.AddSingleton(_ => new AgentDatabase(settings.Profile, settings.List)).AddSingleton<KeptEntryKeys>();
        builder.Services.AddSingleton(provider => OpenClient(provider, settings, time));
        builder.Services.AddSingleton(_ => webhook);
        AddOutbox(builder.Services, settings);
        WebApplication app = builder.Build();
        app.Services.GetRequiredService<MeterReadings>();
        app.UseMiddleware<RequestShield>();
        if (bearer is not null)
        {
            app.Use((context, next) => bearer.Admits(context.Request) ? next(context) : Refusal.Unauthorized().ExecuteAsync(context));
        }
        app.UseRouting();
        (settings.Shadow ? (Action<WebApplication>)ShadowRoutes.Map : AgentRoutes.Map)(app);
        return app;
    }

    private static void AddOutbox(IServiceCollection services, AgentSettings settings)
    {
        services.AddSingleton<HubReach>().AddSingleton<AskHub>().AddSingleton<GroupedWrites>().AddSingleton<PendingSeal>().AddSingleton<KeptChecks>();
        services.AddSingleton<EventLog>().AddSingleton<WatchedHandles>();
        services.AddSingleton<DrainOutbox>().AddSingleton<DeliverEvents>().AddSingleton<FollowList>().AddSingleton<RenewReports>();
        services.AddHostedService<ProbeHub>();
        // In shadow mode nothing is told, also not what an earlier agent of the profile has kept.
        if (!settings.Shadow)
        {
            services.AddHostedService<SoleWorker>();
        }
    }

    private static void Configure(KestrelServerOptions kestrel, AgentSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxConcurrentConnections = 512;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        if (settings.Socket is { } path)
        {
            kestrel.ListenUnixSocket(Path.GetFullPath(path), static listen => listen.Protocols = HttpProtocols.Http1);
        }
        else
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, settings.Port!.Value, static listen => listen.Protocols = HttpProtocols.Http1);
        }
    }
}
