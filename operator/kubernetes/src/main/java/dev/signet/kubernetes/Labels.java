package dev.signet.kubernetes;

import java.util.Set;

/** The labels and annotations by which Signet knows its own objects. */
public final class Labels {

    /** The kind whose Secret this is; the one label that Secrets are watched by. */
    public static final String KIND = "signet.dev/kind";
    /** The value of {@link #KIND} on the Secret of an AgentToken. */
    public static final String AGENT_TOKEN = "AgentToken";
    /** The value of {@link #KIND} on the key Secrets of an authority. */
    public static final String CERTIFICATE_AUTHORITY = "CertificateAuthority";
    /** The value of {@link #KIND} on the keyring of the token service. */
    public static final String EDGE_KEYRING = "EdgeKeyring";
    /** The value of {@link #KIND} on the serving certificate of the token service. */
    public static final String EDGE_CERTIFICATE = "EdgeCertificate";
    /** The authority whose key a Secret holds. */
    public static final String AUTHORITY = "signet.dev/authority";
    /** Annotation: the id of the token in a Secret. */
    public static final String TOKEN_ID = "signet.dev/token-id";
    /** Annotation: when the token in a Secret expires. */
    public static final String EXPIRES_AT = "signet.dev/expires-at";
    /** Annotation: the keys of metadata that an object ordered, so that a dropped one can be taken away. */
    public static final String ORDERED_METADATA = "signet.dev/ordered-metadata";

    /** All of these that the Secret of an AgentToken has. */
    public static final Set<String> OF_SECRETS = Set.of(KIND, TOKEN_ID, EXPIRES_AT, ORDERED_METADATA);

    private Labels() {}
}
