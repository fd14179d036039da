using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Access;

/// <summary>Decides who may go on from what the tables say. No I/O.</summary>
internal static class CallerRules
{
    public static Outcome<Member> Admit(CallerSql.MemberRow? row, byte[] spkiSha256, ClockReading clock) => row switch
    {
        null => new Refusal(ProblemTypes.UnknownCertificate, "The certificate comes from this exchange, but its key is not that of an enrolled member. Send the operator your enrolment request."),
        { CertificateStatus: not "active" } => new Refusal(ProblemTypes.CertificateRevoked, "Ask the operator for a new certificate."),
        { MemberStatus: "suspended" } => new Refusal(ProblemTypes.MemberSuspended, "Its reports stand; its calls are refused until the operator reinstates it."),
        { MemberStatus: not "active" } => new Refusal(ProblemTypes.MemberRevoked, "The operator has ended this membership."),
        _ when row.NotAfter <= clock.Earliest => new Refusal(ProblemTypes.CertificateExpired, "Renew it: bex profile renew."),
        _ when row.NotAfter <= clock.Now => new Refusal(ProblemTypes.ClockStepped, "By one of its clocks your certificate has ended, by the other not. The hub's operator must say which is right."),
        _ => new Member(row.Slug, row.Entity, row.Role, row.Sector, row.SigningKey, spkiSha256),
    };

    /// <summary>An operator is let in when either of two clocks lets it: somebody must be able to say which is right.</summary>
    public static Outcome<Operator> Admit(CallerSql.OperatorRow? row, byte[] spkiSha256, ClockReading clock) => row switch
    {
        null => new Refusal(ProblemTypes.UnknownCertificate, "The certificate is not an operator's."),
        { Status: not "active" } => new Refusal(ProblemTypes.CertificateRevoked),
        _ when row.NotAfter <= clock.Earliest => new Refusal(ProblemTypes.CertificateExpired),
        _ => new Operator(row.Operator, spkiSha256),
    };

    /// <summary>True for refusals after which the connection itself is closed.</summary>
    public static bool EndsConnection(Refusal refusal) =>
        refusal.Type == ProblemTypes.CertificateRevoked || refusal.Type == ProblemTypes.MemberRevoked || refusal.Type == ProblemTypes.UnknownCertificate
        || refusal.Type == ProblemTypes.CertificateExpired || refusal.Type == ProblemTypes.MemberSuspended;
}
