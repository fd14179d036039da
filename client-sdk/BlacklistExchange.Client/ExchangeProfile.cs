using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using BlacklistExchange.Client.Profile;
using BlacklistExchange.Client.Storage;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client;

/// <summary>
/// A member's identity on disk: one directory (0700) with the TLS key, the signing key and the vault key (0600 files, looser modes are refused), the
/// enrolment request, and, once the operator has answered it, the bundle with the certificate and everything that is pinned: the exchange's root, its
/// signing key, the hub's address (spec/protocol.md §9).
/// </summary>
/// <remarks>Instances are immutable and safe to share. <see cref="Import"/> gives a new one.</remarks>
public sealed class ExchangeProfile
{
    private const string TlsKeyFile = "tls.key.pem";
    private const string NextTlsKeyFile = "tls.next.key.pem";
    private const string SigningKeyFile = "signing.key.pem";
    private const string VaultKeyFile = "vault.key";
    private const string RequestFile = "request.pem";
    private const string BundleFile = "bundle.json";
    private const int MaxBundleSize = 65_536;

    private readonly MemberBundle? _bundle;

    private ExchangeProfile(string directory, MemberBundle? bundle)
    {
        Directory = directory;
        _bundle = bundle;
    }

    /// <summary>The profile's directory, absolute.</summary>
    public string Directory { get; }

    /// <summary>True once the operator's bundle was imported.</summary>
    public bool IsEnrolled => _bundle is not null;

    /// <summary>The imported bundle.</summary>
    /// <exception cref="ProfileException">None was imported yet.</exception>
    public MemberBundle Bundle => _bundle
        ?? throw new ProfileException($"The profile {Directory} has no bundle yet: send {RequestFile} to the operator and import the bundle that comes back.");

    /// <summary>The enrolment request to send to the operator, PEM text; null if its file is gone (an enrolled profile no longer needs it).</summary>
    public string? Request => ReadText(PathOf(RequestFile));

    /// <summary>Makes a new profile: three keys and the request text that proves the first two (spec/protocol.md §9.1).</summary>
    /// <param name="directory">A directory without a profile; it is made when missing.</param>
    /// <param name="name">The name the member asks for: 2 to 32 characters a-z, 0-9 and '-'.</param>
    /// <param name="emergencyCode">A code of <see cref="EmergencyCode.Create"/>, with which the member can suspend itself; the request carries its digest, and the profile keeps nothing of it. Null: none.</param>
    /// <exception cref="ArgumentException">The name is not one, or the code.</exception>
    /// <exception cref="ProfileException">The directory holds a profile already.</exception>
    public static ExchangeProfile Create(string directory, string name, string? emergencyCode = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (!Slug.IsValid(name))
        {
            throw new ArgumentException("A name has 2 to 32 characters a-z, 0-9 and '-', and begins and ends with a letter or digit.", nameof(name));
        }
        ExchangeProfile profile = new(Path.GetFullPath(directory), null);
        if (File.Exists(profile.PathOf(TlsKeyFile)) || File.Exists(profile.PathOf(SigningKeyFile)))
        {
            throw new ProfileException($"{profile.Directory} holds a profile already; its keys are not overwritten.");
        }
        PrivateFile.CreateDirectory(profile.Directory);
        using ECDsa tls = KeyFile.CreateEcdsa(profile.PathOf(TlsKeyFile));
        using ECDsa signing = KeyFile.CreateEcdsa(profile.PathOf(SigningKeyFile));
        KeyFile.CreateRaw(profile.PathOf(VaultKeyFile));
        DurableFile.Replace(profile.PathOf(RequestFile), Encoding.ASCII.GetBytes(EnrolmentRequest.Create(name, tls, signing, emergencyCode)));
        return profile;
    }

    /// <summary>Opens a profile that <see cref="Create"/> made.</summary>
    /// <exception cref="ProfileException">There is none, a key may be read by others, or the bundle is malformed.</exception>
    public static ExchangeProfile Open(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ExchangeProfile bare = new(Path.GetFullPath(directory), null);
        if (!File.Exists(bare.PathOf(TlsKeyFile)))
        {
            throw new ProfileException($"{bare.Directory} holds no profile: make one first.");
        }
        using (KeyFile.ReadEcdsa(bare.PathOf(TlsKeyFile)))
        using (KeyFile.ReadEcdsa(bare.PathOf(SigningKeyFile)))
        {
            string? text = ReadText(bare.PathOf(BundleFile));
            return text is null ? bare : new ExchangeProfile(bare.Directory, Parse(text));
        }
    }

    /// <summary>
    /// Takes the operator's answer: checks that the certificate is for this profile's key (or for the next one, after
    /// <see cref="CreateRenewalRequest"/>) and chains to the bundle's root, and keeps it.
    /// </summary>
    /// <param name="bundle">The bundle's JSON text.</param>
    /// <param name="replaceTrust">Accept another root key, exchange key or exchange name than the ones pinned before. Only after asking the operator by another channel.</param>
    /// <param name="timeProvider">Clock for the certificate's validity; null = the system's.</param>
    /// <exception cref="ProfileException">The bundle does not fit, or would change what is pinned.</exception>
    public ExchangeProfile Import(string bundle, bool replaceTrust = false, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        MemberBundle parsed = Parse(bundle);
        if (_bundle is not null && !replaceTrust && (parsed.Exchange != _bundle.Exchange || parsed.ExchangeKey != _bundle.ExchangeKey || !BundleCheck.IsSameRoot(parsed, _bundle)))
        {
            throw new ProfileException("The bundle names another exchange, root or exchange key than the profile has pinned. Ask the operator by another channel before replacing them.");
        }
        bool isNext = IsForNextKey(parsed);
        using ECDsa key = KeyFile.ReadEcdsa(PathOf(isNext ? NextTlsKeyFile : TlsKeyFile));
        if (BundleCheck.Fault(parsed, key, (timeProvider ?? TimeProvider.System).GetUtcNow()) is { } fault)
        {
            throw new ProfileException(fault);
        }
        // The bundle is the switch. Its key lies under one of two names, and whoever reads tries both, so no moment and no crash leaves a profile that cannot connect.
        DurableFile.Replace(PathOf(BundleFile), JsonSerializer.SerializeToUtf8Bytes(parsed, WireJson.Default.MemberBundle));
        if (isNext)
        {
            DurableFile.Publish(PathOf(NextTlsKeyFile), PathOf(TlsKeyFile));
        }
        return new ExchangeProfile(Directory, parsed);
    }

    /// <summary>
    /// Makes the next TLS key and the request for its certificate, signed by the same signing key. Asking again gives a request for the same next key.
    /// The present key stays in use until <see cref="Import"/> brings the new certificate; both are valid at the hub meanwhile.
    /// </summary>
    /// <param name="emergencyCode">A new emergency code, which takes the place of the present one when the operator answers; null leaves that in force.</param>
    /// <returns>The request text for the operator, also kept as request.pem.</returns>
    public string CreateRenewalRequest(string? emergencyCode = null)
    {
        string next = PathOf(NextTlsKeyFile);
        if (Open(Directory)._bundle is { } present && IsForNextKey(present))
        {
            // An import stopped before it moved the key: that key is the present one.
            DurableFile.Publish(next, PathOf(TlsKeyFile));
        }
        using ECDsa tls = File.Exists(next) ? KeyFile.ReadEcdsa(next) : KeyFile.CreateEcdsa(next);
        using ECDsa signing = KeyFile.ReadEcdsa(PathOf(SigningKeyFile));
        string request = EnrolmentRequest.Create(Bundle.Member, tls, signing, emergencyCode);
        DurableFile.Replace(PathOf(RequestFile), Encoding.ASCII.GetBytes(request));
        return request;
    }

    /// <summary>The member's certificate, without its key; the caller disposes it.</summary>
    public X509Certificate2 ReadCertificate() => X509Certificate2.CreateFromPem(Bundle.Certificate);

    /// <summary>The exchange's root; the caller disposes it.</summary>
    public X509Certificate2 ReadRoot() => X509Certificate2.CreateFromPem(Bundle.RootCertificate);

    /// <summary>The path of a file or folder inside the profile.</summary>
    internal string PathOf(string name) => Path.Combine(Directory, name);

    /// <summary>The exchange's pinned signing key, SubjectPublicKeyInfo.</summary>
    internal byte[] ReadExchangeKey() => Base64Url.DecodeFromChars(Bundle.ExchangeKey);

    /// <summary>The certificate together with its key, as the TLS layer wants it; of the newest bundle when another process has imported one since.</summary>
    internal X509Certificate2 ReadTlsIdentity()
    {
        ExchangeProfile read = this;
        for (int attempt = 0; attempt < 5 && read.IsEnrolled && read.PinsLike(this); attempt++)
        {
            using X509Certificate2 certificate = read.ReadCertificate();
            if (TlsIdentity.TryRead(certificate, PathOf(TlsKeyFile), PathOf(NextTlsKeyFile)) is { } identity)
            {
                return identity;
            }
            read = Open(Directory);
        }
        throw new ProfileException($"The certificate in {BundleFile} is for another key than {TlsKeyFile}: import the bundle again.");
    }

    /// <summary>Whether both belong to one exchange, with one signing key: then a bundle of the one may follow that of the other.</summary>
    internal bool PinsLike(ExchangeProfile other) => Bundle.Exchange == other.Bundle.Exchange && Bundle.ExchangeKey == other.Bundle.ExchangeKey && Bundle.Member == other.Bundle.Member;

    internal ProfileStamp ReadStamp() => ProfileStamp.Of(PathOf(BundleFile), PathOf(TlsKeyFile), PathOf(NextTlsKeyFile));

    /// <summary>The key that signs reports; the caller disposes it.</summary>
    internal ECDsa ReadSigningKey() => KeyFile.ReadEcdsa(PathOf(SigningKeyFile));

    /// <summary>The vault key, 32 bytes in pinned memory; the caller zeroes it.</summary>
    internal byte[] ReadVaultKey() => KeyFile.ReadRaw(PathOf(VaultKeyFile));

    private bool IsForNextKey(MemberBundle bundle)
    {
        if (!File.Exists(PathOf(NextTlsKeyFile)))
        {
            return false;
        }
        using ECDsa next = KeyFile.ReadEcdsa(PathOf(NextTlsKeyFile));
        try
        {
            using X509Certificate2 certificate = X509Certificate2.CreateFromPem(bundle.Certificate);
            return BundleCheck.IsFor(certificate, next);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static MemberBundle Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, WireJson.Default.MemberBundle) ?? throw new JsonException("null");
        }
        catch (JsonException exception)
        {
            throw new ProfileException($"The bundle is not the JSON file that the operator's 'member add' writes (line {exception.LineNumber + 1}, at {exception.Path ?? "$"}).");
        }
    }

    private static string? ReadText(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }
        return new FileInfo(path).Length <= MaxBundleSize ? File.ReadAllText(path) : throw new ProfileException($"{path} is larger than {MaxBundleSize} bytes: it is not a file of a profile.");
    }
}
