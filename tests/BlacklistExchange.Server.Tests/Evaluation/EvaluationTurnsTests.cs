using BlacklistExchange.Server.Evaluation;

namespace BlacklistExchange.Server.Tests.Evaluation;

public sealed class EvaluationTurnsTests
{
    private readonly EvaluationTurns<string> _turns = new();

    [Fact]
    public void Returns_what_one_member_adds_in_its_order()
    {
        Add("a", 128, "a1", "a2", "a3");
        Assert.Equal(["a1", "a2", "a3"], Rest());
    }

    [Fact]
    public void Gives_members_the_same_number_of_elements_however_they_cut_them()
    {
        Add("big", 128, "big1", "big2", "big3");
        Add("small", 64, "small1", "small2", "small3", "small4");
        Assert.Equal(["big1", "small1", "small2", "big2", "small3", "small4", "big3"], Rest());
    }

    [Fact]
    public void Keeps_no_turns_for_a_member_that_was_away()
    {
        Add("a", 128, "a1", "a2", "a3", "a4");
        Assert.Equal("a1", Take());
        Assert.Equal("a2", Take());
        Add("b", 128, "b1", "b2", "b3");
        Assert.Equal(["b1", "a3", "b2", "a4", "b3"], Rest());
    }

    [Fact]
    public void Keeps_a_member_back_that_had_its_share_even_if_it_asks_one_by_one()
    {
        Add("greedy", 1024, "greedy1");
        Add("modest", 4, "modest1", "modest2", "modest3");
        Assert.Equal("greedy1", Take());
        Add("greedy", 1024, "greedy2");
        Assert.Equal(["modest1", "modest2", "modest3", "greedy2"], Rest());
    }

    [Fact]
    public void Forgets_everyone_when_nobody_waits()
    {
        Add("a", 1024, "a1");
        Assert.Equal(["a1"], Rest());
        Add("a", 128, "a2");
        Add("b", 128, "b1");
        Assert.Equal(["a2", "b1"], Rest());
    }

    private void Add(string member, int elements, params string[] steps) => Array.ForEach(steps, step => _turns.Add(member, elements, step));

    private string? Take() => _turns.TryTake(out string? step) ? step : null;

    private List<string> Rest()
    {
        List<string> rest = [];
        while (Take() is { } step)
        {
            rest.Add(step);
        }
        return rest;
    }
}
