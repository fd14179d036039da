using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Officers;
using BlacklistExchange.Server.Restoration;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BlacklistExchange.Server;

/// <summary>What a hub runs on; tests bring their own clock, log and end.</summary>
internal sealed record HubSurroundings(TimeProvider Time, StoreFatal Fatal, Action<ILoggingBuilder> Logging);

/// <summary>A running hub: the lock, the keys, the store and the three ports, in that order, and let go in the reverse.</summary>
internal sealed class HubHost : IAsyncDisposable
{
    private readonly Stack<IDisposable> _held = new();
    private readonly DataFolder _folder;
    private WebApplication? _app;
    private Listeners? _listeners;
    private bool _announced;

    private HubHost(DataFolder folder) => _folder = folder;

    public IServiceProvider Services => _app!.Services;

    public Uri Address(HubPort port) => _listeners!.Address(port);

    /// <summary>
    /// With officers it first waits for two of them. Throws <see cref="SetupException"/> when the operator must do something first, <see cref="OperationCanceledException"/> when
    /// it is told to stop before it serves.
    /// </summary>
    public static async Task<HubHost> StartAsync(DataFolder folder, HubOptions options, HubSurroundings surroundings, CancellationToken cancellationToken)
    {
        HubHost host = new(folder);
        try
        {
            host.Hold(DataFolderLock.Take(folder));
            StoreEngine engine = StoreEngine.Of(options, folder);
            RequireReady(engine);
            Kek kek = host.Hold(await OpenKek.RunAsync(folder, options, engine, surroundings.Logging, surroundings.Time, cancellationToken));
            host.Open(options, surroundings, engine, kek);
            await host.ListenAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Until SIGTERM, SIGINT or <see cref="StopAsync"/>.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _app!.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops accepting, lets requests in flight finish.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app!.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
        if (_announced)
        {
            File.Delete(_folder.Ports);
        }
        while (_held.TryPop(out IDisposable? held))
        {
            held.Dispose();
        }
    }

    private void Open(HubOptions options, HubSurroundings surroundings, StoreEngine engine, Kek kek)
    {
        KeyFolder keys = new(_folder.At(options.KeyFolder), kek);
        ExchangeSigner signer = Hold(new ExchangeSigner(keys));
        Store store = Hold(Store.Open(engine, surroundings.Fatal, options.Store.Readers));
        ServerIdentity identity = Hold(ServerIdentity.Open(_folder, keys, store));
        SoundTime time = new(surroundings.Time, TimeSpan.FromSeconds(options.Limits.ClockStepSeconds));
        if (store.Read(ClockSql.Newest) is { } seen)
        {
            time.Begin(DateTimeOffset.FromUnixTimeSeconds(seen), TimeSpan.FromDays(options.Limits.ClockGapDays));
        }
        _listeners = new Listeners(options, identity, time);

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "bex-hub" });
        surroundings.Logging(builder.Logging);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(_listeners.Configure);
        IServiceCollection services = builder.Services;
        services.AddSingleton(_folder).AddSingleton(options).AddSingleton(kek).AddSingleton(keys).AddSingleton(identity).AddSingleton(signer).AddSingleton(engine).AddSingleton(store);
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)).AddSingleton(time);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.Limits.DrainSeconds + options.Limits.ShutdownSeconds));
        AddPlumbing(services);
        Slices.AddServices(services);
        _app = builder.Build();
        Compose(_app);
    }

    private static void AddPlumbing(IServiceCollection services)
    {
        services.AddRoutingCore();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, HubPortMatcherPolicy>());
        services.Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = true);
        services.AddWebEncoders();
        services.AddTransient<CertificateHandler>();
        services.AddAuthenticationCore(static options =>
        {
            options.DefaultScheme = CertificateHandler.SchemeName;
            options.AddScheme<CertificateHandler>(CertificateHandler.SchemeName, displayName: null);
        });
        services.AddSingleton(static provider => new ExchangeAuthority(() => provider.GetRequiredService<ServerIdentity>().Root, provider.GetRequiredService<KeyFolder>(), provider.GetRequiredService<TimeProvider>()));
        services.AddMetrics();
        services.Replace(ServiceDescriptor.Singleton<DistributedContextPropagator, TraceParentOnly>());
        services.AddSingleton<HubMeter>().AddSingleton<StoreMetrics>().AddSingleton<DiskMetrics>().AddMetricsOf<AccessMetrics>().AddSingleton<PrometheusExporter>();
        services.AddSingleton<CertificateWarnings>().AddSingleton<CertificateMetrics>().AddSingleton<ReadinessMetrics>();
        services.AddHostedService<TelemetryService>();
        services.AddSingleton<Drain>().AddHostedService(static provider => provider.GetRequiredService<Drain>());
        services.AddSingleton(static provider => new ReadinessCheck("node", provider.GetRequiredService<Drain>().Fault));
        services.AddSingleton<ReadStoredFigures>().AddHostedService(static provider => provider.GetRequiredService<ReadStoredFigures>());
        services.AddSingleton(static provider => new StoredFigures("disk", (_, _) => provider.GetRequiredService<DiskMetrics>().Read()));
        services.AddSingleton(static provider => new StoredFigures("certificates", provider.GetRequiredService<CertificateMetrics>().Read));
        services.AddSingleton<RequestRate>().AddSingleton<Sightings>();
        services.AddSingleton<LiveConnections>();
        services.AddHostedService(static provider => provider.GetRequiredService<LiveConnections>());
    }

    private static void Compose(WebApplication app)
    {
        app.UseMiddleware<RouteTag>();
        app.UseMiddleware<ExceptionShield>();
        app.UseAuthentication();
        app.UseMiddleware<CallerGate>();
        app.UseRouting();
        app.UseMiddleware<ReadOnlyGate>();
        app.Services.GetRequiredService<StoreMetrics>();
        app.Services.GetRequiredService<ReadinessMetrics>();
        Slices.MapRoutes(new HubRoutes(app));
        ILogger<StoreEngine> said = app.Services.GetRequiredService<ILogger<StoreEngine>>();
        app.Services.GetRequiredService<StoreEngine>().News.Listen((id, text) => said.Log(id == HubEvents.PrimaryFound ? LogLevel.Information : LogLevel.Warning, id, "{News}", text));
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _app!.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new SetupException($"A port cannot be bound: {exception.Message} Change Member:Port, Operator:Port or Public:Port; 0 takes a free one.", exception);
        }
        DataFolder.Create(_folder.Run);
        HubAddresses addresses = new(Address(HubPort.Member).ToString(), Address(HubPort.Operator).ToString(), Address(HubPort.Public).ToString(), Environment.ProcessId);
        _announced = true;
        DurableFile.Write(_folder.Ports, JsonSerializer.SerializeToUtf8Bytes(addresses, HubAddressesJson.Default.HubAddresses));
        _app!.Services.GetRequiredService<ILogger<HubHost>>().LogInformation(HubEvents.Serving, "Serving: members {Member}, operators {Operator}, public {Public}.",
            addresses.Member, addresses.Operator, addresses.Public);
    }

    private static void RequireReady(StoreEngine engine)
    {
        engine.RequireReady();
        try
        {
            Migrations.RequireCurrent(engine, Migrations.Embedded(engine));
        }
        catch (DbException exception) when (engine.FaultOf(exception) != StoreFault.Own)
        {
            throw new SetupException($"Database: {engine.Place} cannot be opened: {exception.Message} Is the disk full?", exception);
        }
    }

    private T Hold<T>(T resource)
        where T : IDisposable
    {
        _held.Push(resource);
        return resource;
    }
}
