namespace BlacklistExchange.Protocol.Voprf;

/// <summary>What failed, in the words of RFC 9497 §5.3 and of the functions that raise them.</summary>
public enum VoprfError
{
    /// <summary>A proof does not verify, or fewer holders than the threshold answered with one that does.</summary>
    VerifyError,

    /// <summary>Bytes that stand for an element or a scalar do not decode.</summary>
    DeserializeError,

    /// <summary>A decoded value is not allowed where it stands, for example a key of zero.</summary>
    InputValidationError,

    /// <summary>A scalar that has to be inverted is zero.</summary>
    InverseError,

    /// <summary>DeriveKeyPair found no key in 256 attempts (RFC 9497 §3.2.1).</summary>
    DeriveKeyPairError,

    /// <summary>An input cannot be blinded: longer than 65535 bytes, or it hashes to the identity (RFC 9497 §3.3.1).</summary>
    InvalidInputError,
}
