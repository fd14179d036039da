using BlacklistExchange.Protocol.Groups;

namespace BlacklistExchange.ConstantTime.Subjects;

/// <summary>Every operation on secrets of every arithmetic that this processor supports, and the controls.</summary>
internal static class AllSubjects
{
    /// <summary>Fills no vector evenly, so that repeated lanes run too.</summary>
    private const int Count = 9;

    public static List<Subject> Make() =>
    [
        .. Ristretto255Arithmetic.All.Where(static arithmetic => arithmetic.IsSupported).SelectMany(Of), new ScalarSubject(),
        new LeakySubject(Leak.Branch), new LeakySubject(Leak.Address),
    ];

    private static IEnumerable<Subject> Of(Ristretto255Arithmetic arithmetic) =>
    [
        new MultiplySubject(arithmetic, each: false, Count), new MultiplySubject(arithmetic, each: true, Count), new MapSubject(arithmetic, Count), new EncodeSubject(arithmetic, Count),
    ];
}
