namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>A sender's account at a courier, as the waybill system writes it (spec/identifiers.md §5.6).</summary>
internal static class CourierSender
{
    internal static Reading Read(InputText text, string ns) => AccountText.Read(text, "courier-sender");
}
