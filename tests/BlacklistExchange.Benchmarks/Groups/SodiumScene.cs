using System.Security.Cryptography;

namespace BlacklistExchange.Benchmarks.Groups;

/// <summary>The same work by libsodium, one element after the other: its interface knows no batches.</summary>
internal sealed class SodiumScene
{
    private const int ElementSize = 32;
    private const int WideSize = 64;

    private readonly VoprfScene scene;
    private readonly byte[] secret = new byte[ElementSize];
    private readonly byte[] uniformBytes;
    private readonly byte[] evaluated;
    private readonly byte[] blinded;

    public SodiumScene(VoprfScene scene)
    {
        this.scene = scene;
        scene.Key.ExportSecret(secret);
        uniformBytes = RandomNumberGenerator.GetBytes(scene.Inputs.Count * WideSize);
        evaluated = new byte[scene.Inputs.Count * ElementSize];
        blinded = new byte[scene.Inputs.Count * ElementSize];
    }

    /// <summary>Multiplies what the scene blinded by the scene's key.</summary>
    public void Evaluate()
    {
        ReadOnlySpan<byte> elements = scene.BlindedElements.Span;
        for (int at = 0; at < elements.Length; at += ElementSize)
        {
            Sodium.Multiply(evaluated.AsSpan(at, ElementSize), secret, elements.Slice(at, ElementSize));
        }
    }

    /// <summary>Maps 64 uniform bytes and multiplies by a fresh blind. Hashing the input to those bytes is left out.</summary>
    public void Blind()
    {
        Span<byte> element = stackalloc byte[ElementSize];
        Span<byte> blind = stackalloc byte[ElementSize];
        for (int i = 0; i < scene.Inputs.Count; i++)
        {
            Sodium.Map(element, uniformBytes.AsSpan(i * WideSize, WideSize));
            Sodium.RandomScalar(blind);
            Sodium.Multiply(blinded.AsSpan(i * ElementSize, ElementSize), blind, element);
        }
    }

    /// <summary>Inverts a blind and multiplies an element by it, once an element. Proof and hash are left out.</summary>
    public void Unblind()
    {
        ReadOnlySpan<byte> elements = scene.BlindedElements.Span;
        Span<byte> blind = stackalloc byte[ElementSize];
        Span<byte> inverse = stackalloc byte[ElementSize];
        Sodium.RandomScalar(blind);
        for (int at = 0; at < elements.Length; at += ElementSize)
        {
            Sodium.Invert(inverse, blind);
            Sodium.Multiply(blinded.AsSpan(at, ElementSize), inverse, elements.Slice(at, ElementSize));
            inverse.CopyTo(blind);
        }
    }

    /// <summary>Both evaluated the same batch, so the bytes must be the same.</summary>
    public void RequireAgreement()
    {
        scene.Evaluate();
        Evaluate();
        if (!scene.Evaluated.SequenceEqual(evaluated))
        {
            throw new NotMeasuredException("libsodium and this library evaluate one batch to different elements: no figure would mean anything.");
        }
    }
}
