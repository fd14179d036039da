namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>A law of CONTRIBUTING.md as an assertion: every break of it is one line, <c>file:line what and what to do</c>.</summary>
internal static class Gate
{
    public static void Holds(IEnumerable<string> violations)
    {
        List<string> found = [.. violations];
        Assert.True(found.Count == 0, $"{found.Count} violation(s) of CONTRIBUTING.md, \"The laws of the house\":\n{string.Join('\n', found)}");
    }
}
