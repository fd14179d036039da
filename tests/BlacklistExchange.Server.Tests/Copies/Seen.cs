using System.Buffers.Text;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.Reports;

namespace BlacklistExchange.Server.Tests.Copies;

/// <summary>What a member sees of a hub: the newest manifest, the files it names, and what the epoch's key makes of one identifier.</summary>
/// <param name="Manifest">Its exact bytes.</param>
/// <param name="Files">SHA-256 of each file as it was fetched.</param>
/// <param name="Evaluated">The output for one input; null when it was not asked for.</param>
internal sealed record Seen(string Manifest, IReadOnlyList<string> Files, string? Evaluated)
{
    public static async Task<Seen> ByAsync(FullHub hub, HubHost host, bool evaluate = true)
    {
        using HttpClient member = Client(hub.Alpha.Certificate, hub.Hub.Folder, host.Address(HubPort.Member));
        string answer = await member.GetStringAsync(Routes.Manifest.Replace("{list}", ReportWorld.List, StringComparison.Ordinal));
        byte[] payload = Base64Url.DecodeFromChars(JsonSerializer.Deserialize(answer, WireJson.Default.ManifestResponse)!.Manifest.Payload);
        Assert.True(Protocol.Snapshots.Manifest.TryDecode(payload, out Manifest manifest));
        List<string> files = [];
        bool found = false;
        foreach (byte[] digest in manifest.Files.SelectMany(static file => file.Deltas.Select(static delta => delta.Digest).Prepend(file.Digest)))
        {
            byte[] bytes = await member.GetByteArrayAsync(Routes.File.Replace("{digest}", Convert.ToHexStringLower(digest), StringComparison.Ordinal));
            Assert.Equal(Convert.ToHexStringLower(digest), Convert.ToHexStringLower(SHA256.HashData(bytes)));
            files.Add(Convert.ToHexStringLower(digest));
            found |= bytes.AsSpan().IndexOf(Convert.FromHexString(hub.Listed.Tag.ToString()).AsSpan(0, 16)) >= 0;
        }
        Assert.True(found && files.Count > 2, $"{files.Count} files, the listed entry {(found ? "among" : "not among")} them");
        return new Seen(Convert.ToHexStringLower(payload), files, evaluate ? await EvaluateAsync(member) : null);
    }

    /// <summary>Trusts the root of a data folder, whose hub need not run.</summary>
    public static HttpClient Client(X509Certificate2 certificate, DataFolder folder, Uri address)
    {
        X509ChainPolicy trust = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        trust.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(folder.RootCertificate));
        SslClientAuthenticationOptions tls = new() { EnabledSslProtocols = SslProtocols.Tls13, CertificateChainPolicy = trust, ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true) };
        return new HttpClient(new SocketsHttpHandler { SslOptions = tls, UseProxy = false }) { BaseAddress = address, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    }

    private static async Task<string> EvaluateAsync(HttpClient member)
    {
        EpochsResponse epochs = JsonSerializer.Deserialize(await member.GetStringAsync(Routes.Epochs.Replace("{list}", ReportWorld.List, StringComparison.Ordinal)), WireJson.Default.EpochsResponse)!;
        DescriptorKind line = epochs.Epochs.Select(static one => EpochDescriptor.TryDecode(Base64Url.DecodeFromChars(one.Payload), out EpochDescriptor descriptor) ? descriptor : throw new InvalidDataException())
            .Single(static descriptor => descriptor.Epoch == 1).Kinds.Single(static one => one.Kind == 2);
        Assert.True(Ciphersuite.TryGet(line.Suite, out Ciphersuite? suite));
        Assert.True(JointKey.TryCreate(suite, line.Threshold, [.. line.Holders.Select(static holder => new HolderKey(holder.Index, holder.PublicKey))], line.JointPublicKey, out JointKey? key, out string? reason), reason);
        BlindedBatch batch = World.Blind(key, 4);
        EvaluatedGroup group = (await World.AnsweredAsync(World.SendAsync(member, World.Body(Purposes.SignUp, World.Group(batch))))).Groups[0];
        byte[] outputs = new byte[64 * batch.Count];
        Assert.Equal([(ushort)1], batch.Finalize([new HolderAnswer(1, Base64Url.DecodeFromChars(group.Elements), Base64Url.DecodeFromChars(group.Proof))], outputs).Used);
        return Convert.ToHexStringLower(outputs);
    }
}
