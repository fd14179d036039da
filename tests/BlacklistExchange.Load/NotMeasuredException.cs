namespace BlacklistExchange.Load;

/// <summary>There are no figures: something is missing on this machine, or the measured code gave a wrong result. The message says what to do.</summary>
internal sealed class NotMeasuredException(string message) : Exception(message);
