namespace BlacklistExchange.Demo;

/// <summary>What the audience asked for.</summary>
internal sealed record DemoOptions
{
    public const long ShippedSeed = 2020;

    /// <summary>Seed of the world; the shipped files are the world of <see cref="ShippedSeed"/>.</summary>
    public long Seed { get; private init; } = ShippedSeed;

    /// <summary>A folder with a world in it instead of the shipped or a generated one.</summary>
    public string? Data { get; private init; }

    /// <summary>Leaves out the regulator's act.</summary>
    public bool WithoutAct { get; private init; }

    /// <summary>Leaves the hub up at the end.</summary>
    public bool Keep { get; private init; }

    /// <summary>Writes the world of <see cref="Seed"/> to this folder and ends.</summary>
    public string? WriteWorld { get; private init; }

    public const string Usage = """
        dotnet run --project ops/Demo -- [--seed N] [--data FOLDER] [--without-act] [--keep] [--write-world FOLDER]

          --seed N            another world, invented from this number
          --data FOLDER       a world from files, laid out as ops/Demo/data is
          --without-act       the regulator does nothing: see what the policy then lists
          --keep              leave the hub up and print commands to try against it
          --write-world DIR   write the world of --seed as files and end
        """;

    /// <summary>Reads the arguments; null when they are not these.</summary>
    public static DemoOptions? Parse(string[] arguments)
    {
        DemoOptions options = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            string? value = i + 1 < arguments.Length ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--seed" when long.TryParse(value, out long seed):
                    options = options with { Seed = seed };
                    i++;
                    break;
                case "--data" when value is not null:
                    options = options with { Data = value };
                    i++;
                    break;
                case "--write-world" when value is not null:
                    options = options with { WriteWorld = value };
                    i++;
                    break;
                case "--without-act":
                    options = options with { WithoutAct = true };
                    break;
                case "--keep":
                    options = options with { Keep = true };
                    break;
                default:
                    return null;
            }
        }
        return options;
    }
}
