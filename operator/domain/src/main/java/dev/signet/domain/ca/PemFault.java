package dev.signet.domain.ca;

/** Why a PEM text is not read, and the mistake or attack that reading it would let through. */
public enum PemFault {
    /** A file of gigabytes in a Secret's clothes would fill the heap before anything is known about it. */
    TOO_LARGE("is larger than " + Pem.MAX_BYTES + " bytes"),

    /** C programs end the text at a NUL and would trust another set of certificates than we do. */
    NUL("holds a NUL byte"),

    EMPTY("holds no PEM block"),

    /**
     * Text beside the blocks: half a file, a second file appended, {@code openssl x509 -text} output whose words need not be true
     * of the certificate below, or a block that a lenient reader would see and we would not.
     */
    TEXT_OUTSIDE_BLOCKS("holds text outside of its PEM blocks; write the blocks alone (openssl x509 -in FILE)"),

    /** A header (RFC 1421) can change what a block means; RFC 7468 allows none. */
    HEADERS("holds a PEM block with headers; convert it with: openssl pkcs8 -topk8 -nodes"),

    /** The operator has no password to ask for, and one beside the key would protect nothing. */
    ENCRYPTED("holds an encrypted key; decrypt it with: openssl pkcs8 -topk8 -nodes"),

    /** A private key among certificates would be published with them; certificates in a key file are a mixed-up Secret. */
    UNEXPECTED_BLOCK("holds a PEM block of another kind than asked for"),

    UNFINISHED_BLOCK("holds a PEM block whose END line is missing or names another kind"),

    /** Characters that a lenient decoder skips let one text be read as two different certificates. */
    NOT_BASE64("holds a PEM block that is not clean base64"),

    /** Bytes after the outermost structure are seen by no parser and survive every copy: a place to hide things. */
    NOT_DER("holds a PEM block whose content is damaged or has bytes to spare"),

    TOO_MANY("holds more than " + Pem.MAX_BLOCKS + " certificates"),

    MORE_THAN_ONE_KEY("holds more than one key"),

    /** Explicit curve parameters (CVE-2020-0601), other curves, short RSA, parts of an RSA key that contradict each other. */
    UNSUPPORTED_KEY("holds a key that is none of ECDSA P-256 or P-384, Ed25519, RSA of 2048, 3072 or 4096 bits,"
            + " or whose parts contradict each other");

    private final String message;

    PemFault(String message) {
        this.message = message;
    }

    /** Continues a sentence that names the file: "tls.crt" + " " + message. */
    public String message() {
        return message;
    }
}
