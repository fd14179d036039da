using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Wire;

public sealed class SignedStructureTests
{
    private static readonly Config Few = Config.QuickThrowOnFailure.WithMaxTest(25);

    public static TheoryData<string> Names => SignedStructures.Names;

    [Theory, MemberData(nameof(Names))]
    public void Keeps_every_byte_of_a_round_trip(string name)
    {
        (Gen<byte[]> make, Reread again) = SignedStructures.All[name];
        Prop.ForAll(make.ToArbitrary(), bytes => again(bytes) is { } written && written.AsSpan().SequenceEqual(bytes)).QuickCheckThrowOnFailure();
    }

    [Theory, MemberData(nameof(Names))]
    public void Refuses_every_truncation(string name)
    {
        (Gen<byte[]> make, Reread again) = SignedStructures.All[name];
        Check.One(Few, Prop.ForAll(make.ToArbitrary(), bytes => Enumerable.Range(0, bytes.Length).All(length => again(bytes[..length]) is null)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Refuses_every_extension(string name)
    {
        (Gen<byte[]> make, Reread again) = SignedStructures.All[name];
        Check.One(Few, Prop.ForAll(make.ToArbitrary(), Generate.Byte.NonEmptyListOf().ToArbitrary(), (bytes, more) => again([.. bytes, .. more]) is null));
    }

    /// <summary>A changed bit is refused, or read as what it says: no two payloads mean the same.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Refuses_or_tells_apart_every_flipped_bit(string name)
    {
        (Gen<byte[]> make, Reread again) = SignedStructures.All[name];
        Check.One(Few, Prop.ForAll(make.ToArbitrary(), bytes => Enumerable.Range(0, bytes.Length * 8).All(bit =>
        {
            byte[] flipped = [.. bytes];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            return again(flipped) is not { } written || written.AsSpan().SequenceEqual(flipped);
        })));
    }

    [Theory, MemberData(nameof(Names))]
    public void Refuses_another_domain(string name)
    {
        (Gen<byte[]> make, _) = SignedStructures.All[name];
        byte[] bytes = make.Sample(1, 1)[0];
        foreach ((string other, (_, Reread again)) in SignedStructures.All)
        {
            Assert.Equal(other == name, again(bytes) is not null);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Refuses_noise_without_throwing(string name)
    {
        (Gen<byte[]> make, Reread again) = SignedStructures.All[name];
        Gen<byte[]> noise = from bytes in make
                            from at in Gen.Choose(0, bytes.Length - 1)
                            from tail in Generate.Byte.ArrayOf(bytes.Length - at)
                            select (byte[])[.. bytes[..at], .. tail];
        Prop.ForAll(noise.ToArbitrary(), bytes => again(bytes) is not { } written || written.AsSpan().SequenceEqual(bytes)).QuickCheckThrowOnFailure();
    }
}
