using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BlacklistExchange.Client.Tests.Cli;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BlacklistExchange.Agent.Tests.Events;

/// <summary>A webhook receiver written from spec/agent.md section 4: real HTTP, verifies every signature before it reads a body, and may refuse some.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    public const string Secret = "0123456789abcdef0123456789abcdef";

    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    public ConcurrentQueue<JsonNode> Events { get; } = [];

    /// <summary>Attempts whose signature did not verify.</summary>
    public int Forged { get; private set; }

    public int Attempts { get; private set; }

    /// <summary>Status for an attempt, by its number from 1.</summary>
    public Func<int, int> Answer { get; set; } = static _ => 204;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/hook";

    public static async Task<Receiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        Receiver receiver = new(builder.Build());
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>A file with the secret.</summary>
    public static string SecretFile(TemporaryFolder folder)
    {
        string file = folder.Write("webhook-secret", Secret + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }

    public AgentSettings Set(AgentSettings settings, TemporaryFolder folder) => settings with { Webhook = Address, WebhookSecretFile = SecretFile(folder) };

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        Dictionary<string, string> signature = context.Request.Headers["Bex-Signature"].ToString().Split(',').Select(static part => part.Split('=')).ToDictionary(static part => part[0], static part => part[1]);
        byte[] signed = [.. Encoding.ASCII.GetBytes(signature["t"] + "."), .. body.ToArray()];
        byte[] wanted = HMACSHA256.HashData(Encoding.ASCII.GetBytes(Secret), signed);
        long age = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(signature["t"], System.Globalization.CultureInfo.InvariantCulture);
        if (!CryptographicOperations.FixedTimeEquals(wanted, Convert.FromHexString(signature["v1"])) || Math.Abs(age) > 300)
        {
            Forged++;
            context.Response.StatusCode = 401;
            return;
        }
        Attempts++;
        context.Response.StatusCode = Answer(Attempts);
        if (context.Response.StatusCode is >= 200 and < 300)
        {
            JsonNode message = JsonNode.Parse(body.ToArray())!;
            Assert.Equal(context.Request.Headers["Bex-Event"].ToString(), message["sequence"]!.ToString());
            Events.Enqueue(message);
        }
        context.Response.Headers.Location = "/elsewhere";
    }
}
