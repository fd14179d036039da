namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>The shape of the house.</summary>
public sealed class ShapeTests
{
    /// <summary>Each project that ships, and all tests together.</summary>
    public static TheoryData<string> Parts => [.. SourceFile.All.Select(PartOf).Distinct()];

    [Fact]
    public void Keeps_files_and_methods_short() => Gate.Holds(SourceFile.All.SelectMany(Shape.TooLong));

    [Theory]
    [MemberData(nameof(Parts))]
    public void Keeps_half_of_the_files_and_methods_very_short(string part)
    {
        List<SourceFile> files = [.. SourceFile.All.Where(file => PartOf(file) == part)];
        double small = Shape.Share(files.Select(static file => file.Lines), Shape.HalfOfFiles);
        double tiny = Shape.Share([.. files.SelectMany(Shape.Methods).Select(static method => method.Lines), 1], Shape.HalfOfMethods);
        Assert.True(small >= 0.5, $"{part}: {small:P0} of the files are under {Shape.HalfOfFiles} lines; at least half must be.");
        Assert.True(tiny >= 0.5, $"{part}: {tiny:P0} of the methods are under {Shape.HalfOfMethods} lines; at least half must be.");
    }

    [Fact]
    public void Keeps_classes_sealed_static_or_abstract() => Gate.Holds(Shape.Open(SourceFile.All));

    [Fact]
    public void Keeps_interfaces_that_two_types_implement() => Gate.Holds(Shape.Lonely([.. SourceFile.Shipped]));

    [Fact]
    public void Keeps_the_hubs_program_a_page() => Assert.True(SourceFile.Hub.Single(static file => file.Name == "Program").Lines <= 80);

    [Fact]
    public void Refuses_what_is_too_long()
    {
        string body = string.Concat(Enumerable.Repeat("        x++;\n", Shape.LongestMethod));
        SourceFile file = SourceFile.Parse("spec/P/F.cs", $"class C\n{{\n    [A]\n    void M()\n    {{\n{body}    }}\n}}\n");
        Assert.Equal(Shape.LongestMethod + 3, Assert.Single(Shape.Methods(file)).Lines);
        Assert.Single(Shape.TooLong(file));
        Assert.Single(Shape.TooLong(SourceFile.Parse("spec/P/F.cs", new string('\n', Shape.LongestFile + 1))));
        Assert.Equal(0.5, Shape.Share([1, 9, 10, 11], 10));
    }

    [Theory]
    [InlineData("class C;", 1, 0)]
    [InlineData("record C;", 1, 0)]
    [InlineData("partial class C; sealed partial class C;", 0, 0)]
    [InlineData("record struct C; enum D;", 0, 0)]
    [InlineData("interface I; sealed class A : I;", 0, 1)]
    [InlineData("interface I; sealed class A : I; sealed class B : N.I;", 0, 0)]
    public void Refuses_open_classes_and_lonely_interfaces(string text, int open, int lonely)
    {
        SourceFile[] files = [SourceFile.Parse("spec/P/F.cs", text)];
        Assert.Equal((open, lonely), (Shape.Open(files).Count(), Shape.Lonely(files).Count()));
    }

    private static string PartOf(SourceFile file) => file.Path.StartsWith("tests/", StringComparison.Ordinal) ? "tests" : file.Project;
}
