using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BlacklistExchange.Agent.Tests.Gates;

/// <summary>The ASP.NET Core sample as a process of its own, and a browser in front of it.</summary>
internal sealed partial class SignUpProcess : IDisposable
{
    private readonly ConcurrentQueue<string> _printed = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private SignUpProcess(string home, string[] arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = home };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "SignUp.dll"));
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment["HOME"] = home;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Heard(line.Data);
        _process.ErrorDataReceived += (_, line) => Heard(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public HttpClient Browser { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public string Printed => string.Join('\n', _printed);

    public static async Task<SignUpProcess> StartAsync(string home, params string[] arguments)
    {
        SignUpProcess shop = new(home, ["--urls", "http://127.0.0.1:0", .. arguments]);
        Task exit = shop._process.WaitForExitAsync();
        Assert.True(await Task.WhenAny(shop._address.Task, exit) != exit, shop.Printed);
        shop.Browser.BaseAddress = await shop._address.Task;
        return shop;
    }

    /// <summary>The form in a language, with its headers.</summary>
    public async Task<(string Text, HttpResponseHeaders Headers)> FormAsync(string language)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/sign-up") { Headers = { { "Accept-Language", language } } };
        using HttpResponseMessage response = await Browser.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadAsStringAsync(), response.Headers);
    }

    /// <summary>Opens the form, fills it in and sends it.</summary>
    public async Task<(int Status, string Text)> SignUpAsync(string phone, string residentId = "", string email = "")
    {
        Match hidden = HiddenField().Match((await FormAsync("en")).Text);
        return await SendAsync(new() { [hidden.Groups["name"].Value] = hidden.Groups["value"].Value, ["phone"] = phone, ["residentId"] = residentId, ["email"] = email });
    }

    public async Task<(int Status, string Text)> SendAsync(Dictionary<string, string> form)
    {
        using FormUrlEncodedContent content = new(form);
        using HttpResponseMessage response = await Browser.PostAsync("/sign-up", content);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<JsonNode> PayOutAsync(string account)
    {
        using HttpResponseMessage response = await Browser.PostAsync($"/staff/payouts/{account}", null);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>Asks it to end; what it printed is then complete.</summary>
    public async Task<int> EndAsync()
    {
        Assert.Equal(0, kill(_process.Id, 15));
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
        _process.Dispose();
        Browser.Dispose();
    }

    private void Heard(string? line)
    {
        _printed.Enqueue(line ?? "");
        if (line is not null && ListeningLine().Match(line) is { Success: true } match)
        {
            _address.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"Now listening on: (http://127\.0\.0\.1:\d+)")]
    private static partial Regex ListeningLine();

    [GeneratedRegex("type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]+)\"")]
    private static partial Regex HiddenField();

    [DllImport("libc")]
    private static extern int kill(int process, int signal);
}
