package dev.signet.domain.authority;

/** Where the key and the certificate of an authority come from. */
public sealed interface AuthoritySource {

    /** Made here. */
    sealed interface Made extends AuthoritySource {
        /** What shall be made. */
        CertificateOrder certificate();
    }

    /** A root, made here. */
    record SelfSigned(CertificateOrder certificate) implements Made {}

    /**
     * Made here, and certified by another authority of this cluster.
     *
     * @param parent the name of that authority
     */
    record Intermediate(CertificateOrder certificate, String parent) implements Made {}

    /**
     * Made elsewhere.
     *
     * @param secretName the Secret in the operator's namespace that holds it
     */
    record Imported(String secretName) implements AuthoritySource {}
}
