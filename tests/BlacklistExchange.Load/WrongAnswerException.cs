namespace BlacklistExchange.Load;

/// <summary>The hub gave an answer that must not be: a proof that does not verify, a charge that was not asked for, a receipt for something else.</summary>
internal sealed class WrongAnswerException(string message) : Exception(message);
