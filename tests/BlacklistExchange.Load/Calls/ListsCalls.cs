using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Load.Calls;

/// <summary>GET /v1/lists: the same road without evaluation, debit or commit.</summary>
internal sealed class ListsCalls(LoadTarget target) : ICalls
{
    public string Name => "lists";

    public int Elements => 0;

    public async Task CallAsync(Call call, CancellationToken cancellationToken)
    {
        ListsResponse answer = await target.MemberOf(call).Sdk.Hub.ListsAsync(cancellationToken);
        call.Answered();
        if (answer.Lists.All(list => list.Name != target.List))
        {
            throw new WrongAnswerException($"GET {Routes.Lists} does not name the list '{target.List}'.");
        }
    }
}
