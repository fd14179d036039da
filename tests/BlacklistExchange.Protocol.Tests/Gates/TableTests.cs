namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>Who may write what, and what every table says about itself.</summary>
public sealed class TableTests
{
    [Fact]
    public void Keeps_one_writing_slice_a_table() => Gate.Holds(Tables.Shared([.. SourceFile.Hub], [.. Tables.Names, "migration", "commit_mark"]));

    [Fact]
    public void Keeps_columns_named() => Gate.Holds(SourceFile.Hub.SelectMany(Tables.Starred));

    [Fact]
    public void Keeps_statements_in_files_of_their_own() => Gate.Holds(SourceFile.Hub.SelectMany(Tables.Misplaced));

    [Fact]
    public void Keeps_a_sentence_above_every_table() => Gate.Holds(Tables.Scripts.SelectMany(static script => Tables.Unexplained(script.Path, script.Text)));

    [Fact]
    public void Keeps_migrations_numbered_and_tables_created_once()
    {
        Assert.NotEmpty(Tables.Names);
        foreach (IGrouping<string, (string Path, string Text)> engine in Tables.Scripts.GroupBy(static script => Path.GetDirectoryName(script.Path)!))
        {
            Assert.Distinct(engine.Select(static script => Path.GetFileName(script.Path)[..4]));
            Assert.Distinct(Tables.NamesIn(engine));
        }
    }

    [Fact]
    public void Keeps_the_scripts_of_all_engines_in_step()
    {
        string[][] engines = [.. Tables.Scripts.GroupBy(static script => Path.GetDirectoryName(script.Path)!).Select(static engine => engine.Select(static script => Path.GetFileName(script.Path)).Order(StringComparer.Ordinal).ToArray())];
        Assert.Equal(2, engines.Length);
        Assert.Equal(engines[0], engines[1]);
    }

    [Theory]
    [InlineData("Lists/ListSql.cs", "UPDATE list SET a = 1 WHERE b = 2", 0)]
    [InlineData("Lists/ListSql.cs", "INSERT INTO list (a) VALUES (1) ON CONFLICT DO UPDATE SET a = 2", 0)]
    [InlineData("Lists/ListSql.cs", "SELECT a FROM member", 0)]
    [InlineData("Lists/ListSql.cs", "SELECT count(*) FROM member", 0)]
    [InlineData("Lists/ListSql.cs", "SELECT * FROM list", 1)]
    [InlineData("Lists/ListSql.cs", "INSERT INTO list (a) VALUES (1) RETURNING *", 1)]
    [InlineData("Lists/ListSql.cs", "DELETE FROM member", 1)]
    [InlineData("Lists/ListSql.cs", "insert or ignore into member (a) values (1)", 1)]
    [InlineData("Lists/ListSql.cs", "INSERT INTO {table} (a) VALUES (1)", 1)]
    [InlineData("Copies/RowsSql.cs", "INSERT INTO {table} (a) VALUES (1)", 0)]
    [InlineData("Copies/OtherSql.cs", "INSERT INTO {table} (a) VALUES (1)", 1)]
    [InlineData("Lists/ListSql.cs", "UPDATE nowhere SET a = 1", 1)]
    [InlineData("Lists/AddList.cs", "SELECT a FROM list", 1)]
    [InlineData("Lists/AddList.cs", "update the list with: bex-hub list set", 0)]
    public void Refuses_a_planted_statement(string path, string sql, int violations)
    {
        SourceFile[] files = [Planted(path, sql), Planted("Lists/OtherSql.cs", "INSERT INTO list (a) VALUES (1)"), Planted("Members/MemberSql.cs", "INSERT INTO member (a) VALUES (1)")];
        Assert.Equal(violations, Tables.Shared(files, ["list", "member"]).Concat(files.SelectMany(Tables.Misplaced)).Concat(files.SelectMany(Tables.Starred)).Count());
    }

    [Theory]
    [InlineData("-- Members may read it; a thief learns names; losing it stops the hub.\nCREATE TABLE a (b INTEGER);", 0)]
    [InlineData("-- Names.\nCREATE TABLE a (b INTEGER);", 1)]
    [InlineData("-- Members may read it; a thief learns names; losing it stops the hub.\nCREATE TABLE a (b INTEGER);\nCREATE TABLE c (d INTEGER);", 1)]
    public void Refuses_a_table_without_its_sentence(string script, int violations) => Assert.Equal(violations, Tables.Unexplained("x.sql", script).Count());

    [Fact]
    public void Refuses_a_table_that_nobody_writes() => Assert.Single(Tables.Shared([], ["list"]));

    private static SourceFile Planted(string path, string sql) => SourceFile.Parse($"exchange-server/BlacklistExchange.Server/{path}", $$"""class C { string S = "{{sql}}"; }""");
}
