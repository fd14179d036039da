using System.Security.Cryptography;
using System.Text;
using BlacklistExchange.Protocol.Groups;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Groups;

/// <summary>What every group must do. A new group inherits all of it with one class of one line, and <see cref="GroupRegistryTests"/> demands that line.</summary>
public abstract class GroupContract(Group group)
{
    /// <summary>Batch sizes on both sides of every chunk, lane and algorithm boundary.</summary>
    private static readonly int[] Sizes = [1, 2, 3, 4, 5, 8, 9, 31, 32, 33, 65, 127, 128, 129, 300];
    private static readonly byte[] Domain = "contract"u8.ToArray();

    public Group Group { get; } = group;

    [Fact]
    public void Returns_its_identifier_and_sizes()
    {
        Assert.NotEmpty(Group.Identifier);
        Assert.InRange(Group.ElementSize, 16, 256);
        Assert.InRange(Group.ScalarSize, 16, 256);
        Assert.Equal(1, Group.Generator.Count);
    }

    [Fact]
    public void Keeps_elements_through_encoding_and_decoding() => Prop.ForAll<NonEmptyArray<int>>(seeds =>
    {
        using Elements elements = Hash(seeds.Get);
        byte[] encoded = Encode(elements);
        Assert.True(Group.TryDecode(encoded, out Elements? again, out int refused));
        Assert.Equal(-1, refused);
        Assert.Equal(encoded, Encode(again));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Refuses_every_encoding_that_it_would_not_write_itself() => Prop.ForAll(ArbMap.Default.GeneratorFor<byte>().ArrayOf(Group.ElementSize).ToArbitrary(), bytes =>
    {
        bool accepted = Group.TryDecode(bytes, out Elements? elements, out int refused);
        return accepted ? refused == -1 && Encode(elements!).AsSpan().SequenceEqual(bytes) : refused == 0 && elements is null;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Refuses_any_single_flipped_bit_or_reads_it_as_another_element()
    {
        byte[] encoded = Encode(Hash([7]));
        for (int bit = 0; bit < encoded.Length * 8; bit++)
        {
            byte[] flipped = [.. encoded];
            flipped[bit >> 3] ^= (byte)(1 << (bit & 7));
            Assert.True(!Group.TryDecode(flipped, out Elements? elements, out _) || Encode(elements).AsSpan().SequenceEqual(flipped));
        }
    }

    [Fact]
    public void Refuses_the_identity_and_names_the_first_bad_index()
    {
        using Scalar zero = Group.ScalarOf(0);
        byte[] encoded = Encode(Hash([1, 2, 3, 4, 5]));
        Group.Multiply(zero, Group.Generator, encoded.AsSpan(2 * Group.ElementSize, Group.ElementSize));
        encoded.AsSpan(4 * Group.ElementSize).Fill(255);
        Assert.False(Group.TryDecode(encoded, out Elements? elements, out int refused));
        Assert.Null(elements);
        Assert.Equal(2, refused);
    }

    [Fact]
    public void Refuses_a_truncated_last_element()
    {
        byte[] encoded = Encode(Hash([1, 2]));
        Assert.False(Group.TryDecode(encoded.AsSpan(0, encoded.Length - 1), out _, out int refused));
        Assert.Equal(1, refused);
    }

    [Fact]
    public void Returns_the_same_product_from_every_entry_point_at_every_size()
    {
        foreach (int size in Sizes)
        {
            using Elements elements = Hash([.. Enumerable.Range(0, size)]);
            using Scalar scalar = Group.RandomScalar();
            using Scalars repeated = new([.. Enumerable.Repeat(scalar, size)]);
            byte[] common = Multiply(scalar, elements), each = new byte[common.Length], keeping = new byte[common.Length];
            Group.Multiply(repeated, elements, each);
            Group.Multiply(repeated, elements, keeping, out Elements products);
            using Scalars single = new(scalar);
            using Elements combined = Group.CombinePublic(single, elements);
            Assert.Equal(common, each);
            Assert.Equal(common, keeping);
            Assert.Equal(common, Encode(products));
            Assert.Equal(common, Encode(combined));
        }
    }

    [Fact]
    public void Returns_the_public_sum_at_every_size()
    {
        foreach (int size in Sizes)
        {
            // Σ w_i · (x_i · G) = (Σ w_i · x_i) · G
            using Scalars weights = Group.RandomScalars(size), logarithms = Group.RandomScalars(size);
            using Scalar zero = Group.ScalarOf(0);
            Scalar sum = zero;
            for (int i = 0; i < size; i++)
            {
                sum = Group.Add(sum, Group.Multiply(weights.Copy(i), logarithms.Copy(i)));
            }

            byte[] encoded = new byte[size * Group.ElementSize];
            for (int i = 0; i < size; i++)
            {
                Group.Multiply(logarithms.Copy(i), Group.Generator, encoded.AsSpan(i * Group.ElementSize, Group.ElementSize));
            }

            Assert.True(Group.TryDecode(encoded, out Elements? elements, out _));
            using Elements result = Group.MultiScalarMultiplyPublic(weights, elements);
            Assert.Equal(Multiply(sum, Group.Generator), Encode(result));
        }
    }

    [Fact]
    public void Returns_products_for_scalars_at_the_edges()
    {
        using Elements elements = Hash([42]);
        using Scalar zero = Group.ScalarOf(0), one = Group.ScalarOf(1), two = Group.ScalarOf(2);
        using Scalar minusOne = Group.Subtract(zero, one);
        byte[] p = Encode(elements), minusP = Multiply(minusOne, elements), twice = Multiply(two, elements);
        Assert.Equal(p, Multiply(one, elements));
        Assert.True(Group.TryDecode(minusP, out Elements? negative, out _));
        Assert.Equal(p, Multiply(minusOne, negative));
        using Scalars ones = new(one, one);
        Assert.Equal(twice, Encode(Group.MultiScalarMultiplyPublic(ones, elements, elements)));
        using Elements identity = Group.MultiScalarMultiplyPublic(ones, elements, negative);
        Assert.Equal(0, Group.IndexOfIdentity(identity));
        Assert.Equal(-1, Group.IndexOfIdentity(elements));
        Assert.Equal(Multiply(zero, elements), Encode(identity));
        Assert.False(Group.TryDecode(Encode(identity), out _, out _));
    }

    [Fact]
    public void Returns_the_identity_of_the_identity()
    {
        using Scalar zero = Group.ScalarOf(0), k = Group.RandomScalar();
        using Scalars weight = new(zero);
        using Elements identity = Group.MultiScalarMultiplyPublic(weight, Group.Generator);
        Assert.Equal(Encode(identity), Multiply(k, identity));
    }

    [Fact]
    public void Keeps_the_laws_of_a_field_in_its_scalars()
    {
        using Scalar a = Group.RandomScalar(), b = Group.RandomScalar(), c = Group.RandomScalar(), zero = Group.ScalarOf(0);
        Assert.Equal(Bytes(Group.Multiply(a, Group.Add(b, c))), Bytes(Group.Add(Group.Multiply(a, b), Group.Multiply(a, c))));
        Assert.Equal(Bytes(a), Bytes(Group.Subtract(Group.Add(a, b), b)));
        Assert.Equal(Bytes(zero), Bytes(Group.Subtract(a, a)));
    }

    [Fact]
    public void Returns_inverses_in_batch_and_refuses_zero_by_index()
    {
        using Scalars scalars = Group.RandomScalars(33), inverses = Group.Invert(scalars);
        using Scalar one = Group.ScalarOf(1), zero = Group.ScalarOf(0);
        for (int i = 0; i < scalars.Count; i++)
        {
            Assert.Equal(Bytes(one), Bytes(Group.Multiply(scalars.Copy(i), inverses.Copy(i))));
        }

        using Scalars withZero = new(one, one, zero, one);
        Assert.Contains("Scalar 2", Assert.Throws<ArgumentException>(() => Group.Invert(withZero)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Returns_a_scalar_for_each_message_as_for_the_message_alone()
    {
        byte[] messages = RandomNumberGenerator.GetBytes(5 * 17);
        using Scalars batch = Group.HashToScalars(messages, 17, Domain);
        for (int i = 0; i < batch.Count; i++)
        {
            Assert.Equal(Bytes(Group.HashToScalar(messages.AsSpan(i * 17, 17), Domain)), Bytes(batch.Copy(i)));
        }

        Assert.Throws<ArgumentException>(() => Group.HashToScalars(messages, 16, Domain));
    }

    [Fact]
    public void Keeps_hashes_apart_by_domain()
    {
        ReadOnlyMemory<byte>[] input = ["x"u8.ToArray()];
        Assert.NotEqual(Encode(Group.HashToGroup(input, "a"u8)), Encode(Group.HashToGroup(input, "b"u8)));
        Assert.NotEqual(Bytes(Group.HashToScalar("x"u8, "a"u8)), Bytes(Group.HashToScalar("x"u8, "b"u8)));
    }

    [Fact]
    public void Refuses_scalars_that_are_not_reduced_or_of_another_length()
    {
        byte[] bytes = new byte[Group.ScalarSize];
        bytes.AsSpan().Fill(255);
        Assert.False(Group.TryDecodeScalar(bytes, out _));
        Assert.False(Group.TryDecodeScalar(new byte[Group.ScalarSize - 1], out _));
        Assert.False(Group.TryDecodeScalar(new byte[Group.ScalarSize + 1], out _));
        Assert.True(Group.TryDecodeScalar(new byte[Group.ScalarSize], out Scalar? zero));
        Assert.True(zero.IsZero);
    }

    [Fact]
    public void Refuses_spans_and_counts_that_do_not_fit()
    {
        using Elements elements = Hash([1, 2]);
        using Scalars three = Group.RandomScalars(3);
        byte[] encoded = new byte[2 * Group.ElementSize];
        Assert.Throws<ArgumentException>(() => Group.Encode(elements, encoded.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => Group.Multiply(three, elements, encoded));
        Assert.Throws<ArgumentException>(() => Group.MultiScalarMultiplyPublic(three, elements));
        Assert.Throws<ArgumentException>(() => Group.MultiScalarMultiplyPublic(three, elements, elements));
        Assert.Throws<ArgumentException>(() => Group.CombinePublic(three, elements, elements));
        using Elements one = Hash([1]);
        using Scalars two = Group.RandomScalars(2);
        Assert.Throws<ArgumentException>(() => Group.CombinePublic(two, elements, one));
    }

    [Fact]
    public void Keeps_secrets_out_of_text_and_refuses_use_after_disposal()
    {
        Scalar scalar = Group.RandomScalar();
        Scalars scalars = Group.RandomScalars(2);
        Elements elements = Hash([1]);
        Assert.Equal($"Scalar of {Group.Identifier}", scalar.ToString());
        Assert.Equal($"2 scalars of {Group.Identifier}", scalars.ToString());
        scalar.Dispose();
        scalars.Dispose();
        elements.Dispose();
        Assert.Throws<ObjectDisposedException>(() => scalar.CopyTo(new byte[Group.ScalarSize]));
        Assert.Throws<ObjectDisposedException>(() => scalars.Copy(0));
        Assert.Throws<ObjectDisposedException>(() => Encode(elements));
    }

    protected Elements Hash(int[] seeds) =>
        Group.HashToGroup([.. seeds.Select(seed => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes($"element {seed}"))], Domain);

    private byte[] Encode(Elements elements)
    {
        byte[] encoded = new byte[elements.Count * Group.ElementSize];
        Group.Encode(elements, encoded);
        return encoded;
    }

    private byte[] Multiply(Scalar scalar, Elements elements)
    {
        byte[] encoded = new byte[elements.Count * Group.ElementSize];
        Group.Multiply(scalar, elements, encoded);
        return encoded;
    }

    private byte[] Bytes(Scalar scalar)
    {
        byte[] bytes = new byte[Group.ScalarSize];
        scalar.CopyTo(bytes);
        return bytes;
    }
}
