using BlacklistExchange.Protocol.Tests.Gates;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BlacklistExchange.Client.Tests.Gates;

/// <summary>A fenced block of a document.</summary>
internal sealed record Snippet(string Path, int Line, string Language, string Text)
{
    /// <summary>What a console project of the SDK imports by itself.</summary>
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(System.IO.Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))];

    public static IReadOnlyList<Snippet> Of(string path) => Of(path, Repository.Read(path));

    public static IReadOnlyList<Snippet> Of(string path, string document)
    {
        List<Snippet> found = [];
        string[] lines = document.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                int end = Array.FindIndex(lines, i + 1, static line => line.StartsWith("```", StringComparison.Ordinal));
                Assert.True(end > i, $"{path}:{i + 1} opens a block that nothing closes.");
                found.Add(new Snippet(path, i + 1, lines[i][3..].Trim(), string.Join('\n', lines[(i + 1)..end])));
                i = end;
            }
        }
        return found;
    }

    /// <summary>Errors and warnings of the block as a program of its own, with the line of the document.</summary>
    public IEnumerable<string> Faults() => CSharpCompilation.Create("Snippet",
            [CSharpSyntaxTree.ParseText(ImplicitUsings), CSharpSyntaxTree.ParseText(Text, path: Path)], References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable))
        .GetDiagnostics().Where(static fault => fault.Severity >= DiagnosticSeverity.Warning)
        .Select(fault => $"{Path}:{Line + 1 + fault.Location.GetLineSpan().StartLinePosition.Line} {fault.Id} {fault.GetMessage()}");
}
