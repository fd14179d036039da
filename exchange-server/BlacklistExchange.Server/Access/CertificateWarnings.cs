using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Access;

/// <summary>
/// Says in the log that a certificate has 30, 14 or 7 days left, for hubs that nobody scrapes: when it comes below one of them, and once a day from then on. Each node says it, and a
/// node that was started anew says it again.
/// </summary>
internal sealed class CertificateWarnings(ILogger<CertificateWarnings> logger)
{
    private static readonly (int Days, LogLevel Level)[] Steps = [(7, LogLevel.Error), (14, LogLevel.Warning), (30, LogLevel.Warning)];
    private readonly Lock _one = new();
    private readonly Dictionary<(string Holder, string Name), (int Step, DateTimeOffset At)> _said = [];

    public void Note(IEnumerable<CertificateSql.End> ends, DateTimeOffset now)
    {
        lock (_one)
        {
            foreach (CertificateSql.End end in ends)
            {
                Note(end, now);
            }
        }
    }

    private void Note(CertificateSql.End end, DateTimeOffset now)
    {
        TimeSpan left = DateTimeOffset.FromUnixTimeSeconds(end.NotAfter) - now;
        (int days, LogLevel level) = Steps.FirstOrDefault(step => left <= TimeSpan.FromDays(step.Days));
        (string, string) key = (end.Holder, end.Name);
        if (days == 0)
        {
            _said.Remove(key);
        }
        else if (!_said.TryGetValue(key, out (int Step, DateTimeOffset At) said) || days < said.Step || now - said.At >= TimeSpan.FromDays(1))
        {
            _said[key] = (days, now);
            logger.Log(level, HubEvents.CertificateEnding, "The certificate of {Holder} {Name} ends {End:u}: {Days} day(s) left, fewer than {Step}.",
                end.Holder, end.Name, DateTimeOffset.FromUnixTimeSeconds(end.NotAfter), (int)Math.Floor(left.TotalDays), days);
        }
    }
}
