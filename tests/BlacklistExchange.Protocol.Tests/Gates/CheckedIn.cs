namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>A text that is made from the code and checked in, so that a change of it is seen in review.</summary>
internal static class CheckedIn
{
    private const string WriteSwitch = "BEX_WRITE_API";

    /// <summary>Compares line by line, or writes the file when <c>BEX_WRITE_API=1</c>.</summary>
    public static void Matches(string path, string actual)
    {
        if (Environment.GetEnvironmentVariable(WriteSwitch) == "1")
        {
            File.WriteAllText(Repository.At(path), actual);
        }
        string[] written = File.Exists(Repository.At(path)) ? Repository.Read(path).Split('\n') : [];
        string[] made = actual.Split('\n');
        List<string> differences = [.. written.Except(made).Select(static line => $"- {line}"), .. made.Except(written).Select(static line => $"+ {line}")];
        Assert.True(written.SequenceEqual(made), $"{path} is not what the code says. If the change is meant, run the test with {WriteSwitch}=1 and commit the file.\n{string.Join('\n', differences)}");
    }
}
