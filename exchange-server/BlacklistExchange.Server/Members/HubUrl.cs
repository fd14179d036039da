using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Members;

/// <summary>The base address of the member port as a bundle tells it: the setting, else the address that is bound.</summary>
internal sealed class HubUrl(HubOptions options, DataFolder folder)
{
    public string Value => (options.MemberUrl ?? HubAddresses.Read(folder).Member).TrimEnd('/');
}
