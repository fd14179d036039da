namespace BlacklistExchange.Protocol.Voprf;

/// <summary>The modes of RFC 9497 §3.1 that are offered; the values are the RFC's and enter every hash.</summary>
public enum Mode
{
    /// <summary>modeOPRF: no proof. The client cannot tell which key answered.</summary>
    Oprf = 0x00,

    /// <summary>modeVOPRF: every answer comes with a proof under the server's public key.</summary>
    Voprf = 0x01,
}
