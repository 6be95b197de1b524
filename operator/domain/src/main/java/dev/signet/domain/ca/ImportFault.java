package dev.signet.domain.ca;

/** Why a Secret is not an authority that could sign here. */
public enum ImportFault {
    KEY_MISSING("the Secret has no tls.key"),
    CHAIN_MISSING("the Secret has no tls.crt"),
    KEY_UNREADABLE("tls.key"),
    CHAIN_UNREADABLE("tls.crt"),
    ROOT_UNREADABLE("ca.crt"),
    KEY_MISMATCH(
            "tls.key is not the key of the first certificate in tls.crt; the authority's own certificate comes first"),
    NOT_AN_AUTHORITY("a certificate of the chain is no authority (basicConstraints CA:TRUE)"),
    MAY_NOT_SIGN("a certificate of the chain may not sign certificates (keyUsage keyCertSign)"),
    WEAK_ALGORITHM("a certificate of the chain has a key or a signature that is too weak;"
            + " RSA needs 2048 bits, EC a NIST curve, signatures SHA-256 or better"),
    CHAIN_ORDER("a certificate is not issued by the one after it; order them from the authority up to the root"),
    CHAIN_INCOMPLETE("the chain does not end in a self-signed root; append it to tls.crt or put it into ca.crt"),
    CHAIN_SIGNATURE("a certificate's signature is not that of the one after it"),
    NOT_YET_VALID("a certificate of the chain is not yet valid"),
    EXPIRED("a certificate of the chain is expired"),
    PATH_LENGTH("the chain is longer than a path length in it allows"),
    CHAIN_REFUSED("the chain does not validate (RFC 5280)");

    private final String message;

    ImportFault(String message) {
        this.message = message;
    }

    public String message() {
        return message;
    }
}
