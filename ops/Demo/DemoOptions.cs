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

    /// <summary>Days of sign-ups to be replayed through an agent in shadow mode; null = the week itself.</summary>
    public int? ShadowDays { get; private init; }

    /// <summary>Sign-ups a day of the replay.</summary>
    public int SignUps { get; private init; } = 100;

    /// <summary>So many fit into the budget of a day, which the whole replay is to the hub.</summary>
    private const int MostSignUps = 20_000;

    public const string Usage = """
        dotnet run --project ops/Demo -- [--seed N] [--data FOLDER] [--without-act] [--keep] [--write-world FOLDER]
        dotnet run --project ops/Demo -- --shadow-days N [--sign-ups N] [--seed N] [--data FOLDER]

          --seed N            another world, invented from this number
          --data FOLDER       a world from files, laid out as ops/Demo/data is
          --without-act       the regulator does nothing: see what the policy then lists
          --keep              leave the hub up and print commands to try against it
          --write-world DIR   write the world of --seed as files and end
          --shadow-days N     four platforms report; the fifth tries the list in shadow mode on N days
                              of sign-ups, 1 to 365, and decides as it would have without
          --sign-ups N        sign-ups a day of these, 10 to 2000; 100 by default, 20,000 in all at most
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
                case "--shadow-days" when int.TryParse(value, out int days) && days is >= 1 and <= 365:
                    options = options with { ShadowDays = days };
                    i++;
                    break;
                case "--sign-ups" when int.TryParse(value, out int signUps) && signUps is >= 10 and <= 2000:
                    options = options with { SignUps = signUps };
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
        return (options.ShadowDays ?? 0) * options.SignUps > MostSignUps ? null : options;
    }
}
