namespace BlacklistExchange.ConstantTime.Subjects;

/// <summary>One operation over memory of its own: secrets go in, it runs, results lie there. Nothing is allocated while it runs.</summary>
internal abstract class Subject
{
    /// <summary>For people: arithmetic and operation.</summary>
    public abstract string Name { get; }

    /// <summary>What a control leaks by, on purpose: a method that does not catch it proves nothing.</summary>
    public virtual Leak Leak => Leak.None;

    /// <summary>What the operation must not be seen to depend on, as bytes: written by whoever measures.</summary>
    public abstract Span<byte> Secret { get; }

    /// <summary>What comes out, and is as secret.</summary>
    public abstract Span<byte> Result { get; }

    /// <summary>The operation.</summary>
    public abstract void Run();

    /// <summary>Writes a secret of this kind into a span as large as <see cref="Secret"/>.</summary>
    public abstract void Write(SecretKind kind, SecretSource source, Span<byte> secret);
}
