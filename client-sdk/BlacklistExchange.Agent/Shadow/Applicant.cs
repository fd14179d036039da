using System.Text;
using BlacklistExchange.Client;

namespace BlacklistExchange.Agent.Shadow;

/// <summary>All that is remembered of one applicant, so that a check and the member's decision meet whichever comes first: no identifier, no account name.</summary>
internal sealed record Applicant(string Week, Mode Mode, Finding Finding, Outcome Outcome)
{
    private const int WeekLength = 8;
    private const int Length = 3 + WeekLength;

    /// <summary>An applicant of whom nothing was known.</summary>
    public static Applicant New(string week, Mode mode) => new(week, mode, Finding.Unchecked, Outcome.Undecided);

    /// <summary>The one figure in which it counts; whatever changes moves it from one to another.</summary>
    public string Figure => FigureNames.Agreement(Finding, Outcome);

    /// <summary>It counts in the week of its first check, and with the strongest that was ever found.</summary>
    public Applicant Checked(string week, Mode mode, Finding finding) => Finding == Finding.Unchecked
        ? this with { Week = week, Mode = mode, Finding = finding }
        : this with { Finding = finding > Finding ? finding : Finding };

    /// <summary>The member's last word.</summary>
    public Applicant Decided(Outcome outcome) => this with { Outcome = outcome };

    /// <summary>Of one length, so that the row's says nothing.</summary>
    public byte[] Seal(LocalSeal seal, byte[] name)
    {
        byte[] plain = new byte[Length];
        (plain[0], plain[1], plain[2]) = ((byte)Mode, (byte)Finding, (byte)Outcome);
        Encoding.ASCII.GetBytes(Week, plain.AsSpan(3));
        return seal.Seal(plain, name);
    }

    /// <summary>Null when it does not open: another vault key, or altered.</summary>
    public static Applicant? Open(LocalSeal seal, byte[] name, byte[] whole)
    {
        byte[] plain = new byte[Length];
        return whole.Length == Length + LocalSeal.Overhead && seal.TryOpen(whole, name, plain)
            ? new Applicant(Encoding.ASCII.GetString(plain, 3, WeekLength), (Mode)plain[0], (Finding)plain[1], (Outcome)plain[2])
            : null;
    }
}
