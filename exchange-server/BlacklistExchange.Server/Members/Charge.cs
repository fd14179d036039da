namespace BlacklistExchange.Server.Members;

/// <summary>Units that one request asks of one key.</summary>
internal sealed record Charge(string List, int Kind, string KindName, long Epoch, long Units);
