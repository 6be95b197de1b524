package dev.signet.domain.authority;

import dev.signet.domain.policy.NamespaceSelector;
import dev.signet.domain.signing.TokenSigningSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a CertificateAuthority orders.
 *
 * @param name of the object
 * @param source where its key comes from
 * @param tokenSigning the keys that sign tokens
 * @param reset the emergency
 * @param service whom it serves, and how
 */
public record AuthorityOrder(
        String name, AuthoritySource source, TokenSigningSpec tokenSigning, Reset reset, Service service) {

    /**
     * The emergency.
     *
     * @param value a value that is not the one carried out last asks for it
     * @param keepTrusted whether what the old key signed still counts
     */
    public record Reset(Optional<String> value, boolean keepTrusted) {}

    /**
     * Whom it serves, and how.
     *
     * @param namespaces those whose objects may use it
     * @param revocableThreshold the lifetime from which on a token is revocable at peers
     * @param rejectsBefore tokens issued before this are void
     */
    public record Service(NamespaceSelector namespaces, Duration revocableThreshold, Optional<Instant> rejectsBefore) {}
}
