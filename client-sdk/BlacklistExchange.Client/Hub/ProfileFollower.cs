using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Client.Profile;
using Microsoft.Extensions.Logging;

namespace BlacklistExchange.Client.Hub;

/// <summary>
/// Keeps the link of the identity that lies in the profile's folder. A certificate renewed there is taken up without a restart: at a use more than 30 seconds after
/// the last look, and at once when the hub refuses the present one. What is not whole, or names another exchange, is not taken, and the present link goes on.
/// </summary>
internal sealed class ProfileFollower : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly ExchangeProfile _profile;
    private readonly Uri? _proxy;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CertificateWarning _warning;
    private readonly Lock _looking = new();
    private HubLink _link;
    // None yet, so that the first look reads: the profile given may be older than its folder.
    private ProfileStamp _stamp;
    private long _lookedAt;

    public ProfileFollower(ExchangeProfile profile, Uri? proxy, TimeProvider time, ILogger log)
    {
        _profile = profile;
        _proxy = proxy;
        _time = time;
        _log = log;
        _warning = new CertificateWarning(time, log);
        _link = new HubLink(profile.ReadTlsIdentity(), profile.ReadRoot(), proxy);
        _lookedAt = time.GetTimestamp();
        _warning.Look(_link.Identity);
    }

    /// <summary>The link for one request; <see cref="HubLink.Leave"/> follows it.</summary>
    public HubLink Enter()
    {
        if (_time.GetElapsedTime(Interlocked.Read(ref _lookedAt)) > Interval && _looking.TryEnter())
        {
            try
            {
                Look();
            }
            finally
            {
                _looking.Exit();
            }
        }
        while (true)
        {
            HubLink link = Volatile.Read(ref _link);
            if (link.TryEnter())
            {
                return link;
            }
        }
    }

    /// <summary>After a refusal: true when another identity has taken the place of the one that was refused, so that it is worth asking again.</summary>
    public bool HasNewer(HubLink refused)
    {
        lock (_looking)
        {
            if (ReferenceEquals(_link, refused))
            {
                Look();
            }
            return !ReferenceEquals(_link, refused);
        }
    }

    public void Dispose()
    {
        lock (_looking)
        {
            _link.Dispose();
        }
    }

    private void Look()
    {
        Interlocked.Exchange(ref _lookedAt, _time.GetTimestamp());
        ProfileStamp stamp = _profile.ReadStamp();
        if (stamp != _stamp)
        {
            _stamp = stamp;
            TakeUp();
        }
        _warning.Look(_link.Identity);
    }

    private void TakeUp()
    {
        try
        {
            ExchangeProfile found = ExchangeProfile.Open(_profile.Directory);
            if (!found.IsEnrolled || !found.PinsLike(_profile))
            {
                _log.LogWarning("The profile {Profile} now names another exchange or exchange key than this process works with, which goes on with the earlier one. Restart it if that is meant.", _profile.Directory);
                return;
            }
            X509Certificate2 identity = found.ReadTlsIdentity();
            X509Certificate2 root = found.ReadRoot();
            if (identity.RawDataMemory.Span.SequenceEqual(_link.Identity.RawDataMemory.Span) && root.RawDataMemory.Span.SequenceEqual(_link.Root.RawDataMemory.Span))
            {
                identity.Dispose();
                root.Dispose();
                return;
            }
            HubLink old = _link;
            Volatile.Write(ref _link, new HubLink(identity, root, _proxy));
            old.Leave();
            _log.LogInformation("Took up the renewed certificate of {Profile}, valid until {End:u}.", _profile.Directory, identity.NotAfter.ToUniversalTime());
        }
        catch (Exception exception) when (exception is ProfileException or IOException or UnauthorizedAccessException or CryptographicException)
        {
            _log.LogWarning("What was changed in the profile {Profile} cannot be taken up, and the earlier certificate stays in use: {Reason}", _profile.Directory, exception.Message);
        }
    }
}
