using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Voprf;

namespace BlacklistExchange.Protocol.Tests.Groups;

public sealed class GroupRegistryTests
{
    [Fact]
    public void Keeps_a_contract_class_for_the_group_of_every_suite()
    {
        HashSet<Group> covered = [.. typeof(GroupContract).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(GroupContract)) && !type.IsAbstract)
            .Select(type => ((GroupContract)Activator.CreateInstance(type)!).Group)];
        Assert.NotEmpty(Ciphersuite.All);
        Assert.All(Ciphersuite.All, suite => Assert.Contains(suite.Group, covered));
    }
}
