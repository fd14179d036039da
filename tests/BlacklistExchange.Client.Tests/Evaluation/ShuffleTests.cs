using BlacklistExchange.Client.Evaluation;

namespace BlacklistExchange.Client.Tests.Evaluation;

public sealed class ShuffleTests
{
    [Fact]
    public void Keeps_the_real_inputs_where_it_says_and_never_the_same_place()
    {
        HashSet<int> places = [];
        HashSet<string> dummies = [];
        for (int round = 0; round < 40; round++)
        {
            ReadOnlyMemory<byte>[] inputs = Shuffle.Among([new byte[] { 1 }, new byte[] { 2 }], 64, out int[] at);

            Assert.Equal(64, inputs.Length);
            Assert.Equal((1, 2), (Assert.Single(inputs[at[0]].ToArray()), Assert.Single(inputs[at[1]].ToArray())));
            dummies.UnionWith(inputs.Where(static input => input.Length == 32).Select(static input => Convert.ToHexString(input.Span)));
            places.Add(at[0]);
        }
        // Forty draws of one place in 64 that are all the same have a chance of 64^-39.
        Assert.True(places.Count > 1);
        Assert.Equal(40 * 62, dummies.Count);
    }
}
