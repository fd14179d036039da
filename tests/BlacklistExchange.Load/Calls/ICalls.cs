namespace BlacklistExchange.Load.Calls;

/// <summary>The operations of a scenario. Safe to use from many threads.</summary>
internal interface ICalls
{
    /// <summary>Name of what is counted together.</summary>
    string Name { get; }

    /// <summary>Elements that one operation has evaluated; 0 if none.</summary>
    int Elements { get; }

    /// <summary>Does one operation to its end, as an application would that uses the SDK: it repeats what it repeats.</summary>
    /// <exception cref="BlacklistExchange.Client.ExchangeException">The hub refused, or did not answer.</exception>
    /// <exception cref="WrongAnswerException">It answered something that is wrong.</exception>
    Task CallAsync(Call call, CancellationToken cancellationToken);
}
