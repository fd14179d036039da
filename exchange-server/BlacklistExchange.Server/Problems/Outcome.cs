using System.Diagnostics.CodeAnalysis;

namespace BlacklistExchange.Server.Problems;

/// <summary>A value or the refusal that stands in its place. <c>return value;</c> and <c>return new Refusal(…);</c> both convert.</summary>
internal readonly struct Outcome<T>
{
    private readonly T _value;
    private readonly Refusal? _refusal;

    private Outcome(T value, Refusal? refusal)
    {
        _value = value;
        _refusal = refusal;
    }

    public bool Succeeded => _refusal is null;

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default!, refusal);

    /// <summary>True with the value, or false with the refusal.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out Refusal? refusal)
    {
        value = _value;
        refusal = _refusal;
        return _refusal is null;
    }

    /// <summary>What an endpoint returns: the refusal, or the value through <paramref name="result"/>.</summary>
    public IResult Match(Func<T, IResult> result) => _refusal is null ? result(_value) : _refusal;
}
