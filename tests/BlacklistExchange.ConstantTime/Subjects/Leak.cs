namespace BlacklistExchange.ConstantTime.Subjects;

/// <summary>The two ways to leak in software.</summary>
internal enum Leak
{
    /// <summary>Not at all: everything but the controls.</summary>
    None,

    /// <summary>By a branch: other instructions run.</summary>
    Branch,

    /// <summary>By an address: the same instructions touch other memory. Counts cannot see it, and a clock only where the memory is not in the cache.</summary>
    Address,
}
