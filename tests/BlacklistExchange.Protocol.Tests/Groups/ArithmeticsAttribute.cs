using System.Reflection;
using BlacklistExchange.Protocol.Groups;
using Xunit.Sdk;

namespace BlacklistExchange.Protocol.Tests.Groups;

/// <summary>Runs a theory over the name of every arithmetic that this processor supports. <see cref="SelectionTests"/> says which it does not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ArithmeticsAttribute : DataAttribute
{
    public static Ristretto255Arithmetic Get(string name) => Ristretto255Arithmetic.All.Single(one => one.Name == name);

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => Ristretto255Arithmetic.All.Where(static one => one.IsSupported).Select(static one => new object[] { one.Name });
}
