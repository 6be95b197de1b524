package dev.signet.kubernetes.authority;

import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.crds.authority.CertificateAuthorityStatus;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.authority.AuthorityFacts;
import dev.signet.domain.authority.AuthorityOrder;
import dev.signet.domain.authority.AuthorityPolicy;
import dev.signet.domain.authority.AuthorityRecord;
import dev.signet.domain.authority.AuthoritySource;
import dev.signet.domain.authority.KeyringDecision;
import dev.signet.domain.authority.ObservedKey;
import dev.signet.domain.authority.ObservedSigningKey;
import dev.signet.domain.authority.ParentAuthority;
import dev.signet.domain.authority.RecordedCertificate;
import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.ServingCertificate;
import dev.signet.domain.ca.ServingDecision;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.signing.EdgeKeyring;
import dev.signet.domain.signing.Kid;
import dev.signet.kubernetes.Conditions;
import dev.signet.kubernetes.Labels;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads everything that the life of an authority depends on, and decides nothing. */
final class AuthorityGatherer {

    /** The Secret of the token service's keyring. */
    static final String KEYRING = "signet-edge-keyring";
    /** The Secret of the token service's serving certificate. */
    static final String SERVING = "signet-edge-tls";

    private final AuthoritySecrets secrets;
    private final Epochs epochs;
    private final Function<String, Optional<CertificateAuthority>> authorities;
    private final EdgeService edge;
    private final Clock clock;

    /**
     * @param authorities the others, by name
     * @param edge what the token service needs of which authority
     */
    AuthorityGatherer(
            AuthoritySecrets secrets,
            Epochs epochs,
            Function<String, Optional<CertificateAuthority>> authorities,
            EdgeService edge,
            Clock clock) {
        this.secrets = secrets;
        this.epochs = epochs;
        this.authorities = authorities;
        this.edge = edge;
        this.clock = clock;
    }

    GatheredAuthority gather(CertificateAuthority authority, AuthorityOrder order) {
        AuthorityRecord record = AuthorityRecords.read(authority.getStatus());
        Instant now = now();
        Optional<Secret> keySecret = secrets.read(keySecretName(order));
        Map<Kid, Secret> signing = new HashMap<>();
        secrets.of(authority)
                .forEach(secret -> SigningSecret.kid(secret, order.name()).ifPresent(kid -> signing.put(kid, secret)));
        Epochs.Reached epoch = epochs.reached(authority);
        AuthorityFacts facts = new AuthorityFacts(
                order,
                record,
                observe(keySecret, authority, order.source(), record, now),
                observe(signing, authority.getMetadata().getResourceVersion()),
                parent(order.source(), now),
                epoch.former(),
                now);
        return new GatheredAuthority(facts, keySecret, Map.copyOf(signing), epoch, edge(authority, order));
    }

    /** The time, in the whole seconds that status and certificates are written in. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String keySecretName(AuthorityOrder order) {
        return order.source() instanceof AuthoritySource.Imported imported
                ? imported.secretName()
                : AuthorityPolicy.secretName(order.name());
    }

    private static ObservedKey observe(
            Optional<Secret> secret,
            CertificateAuthority authority,
            AuthoritySource source,
            AuthorityRecord record,
            Instant now) {
        if (secret.isEmpty()) {
            return new ObservedKey.Absent();
        }
        return source instanceof AuthoritySource.Imported
                ? KeySecret.observeImported(secret.get(), now)
                : KeySecret.observe(
                        secret.get(),
                        authority,
                        record.certificate().map(RecordedCertificate::notAfter).orElse(now));
    }

    private static Map<Kid, ObservedSigningKey> observe(Map<Kid, Secret> signing, String version) {
        return signing.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        secret -> SigningSecret.observe(secret.getValue(), secret.getKey(), version)));
    }

    private ParentAuthority parent(AuthoritySource source, Instant now) {
        if (!(source instanceof AuthoritySource.Intermediate intermediate)) {
            return new ParentAuthority.None();
        }
        Optional<CertificateAuthority> found = authorities.apply(intermediate.parent());
        if (found.isEmpty()) {
            return new ParentAuthority.Unready(
                    new Refusal(
                            FailureCode.AuthorityNotFound,
                            "the CertificateAuthority " + intermediate.parent()
                                    + " that shall certify this one does not exist; create it"),
                    Optional.empty());
        }
        AuthorityRecord above = AuthorityRecords.read(found.get().getStatus());
        return parent(found.get(), now)
                .<ParentAuthority>map(key -> new ParentAuthority.Ready(key, digests(above.trusted().stream())))
                .orElseGet(() -> new ParentAuthority.Unready(
                        new Refusal(
                                FailureCode.AuthorityNotReady,
                                "the CertificateAuthority " + intermediate.parent()
                                        + " that shall certify this one is not ready; its conditions say why"),
                        trusted(above)));
    }

    /** One that never had a certificate distrusts none: its object may be a new one of an old name. */
    private static Optional<Set<Sha256>> trusted(AuthorityRecord above) {
        return above.epoch() == 0
                ? Optional.empty()
                : Optional.of(digests(Stream.concat(above.certificate().stream(), above.trusted().stream())));
    }

    private static Set<Sha256> digests(Stream<RecordedCertificate> certificates) {
        return certificates.map(RecordedCertificate::sha256).collect(Collectors.toSet());
    }

    private Optional<AuthorityKey> parent(CertificateAuthority parent, Instant now) {
        CertificateAuthorityStatus status = parent.getStatus();
        if (status == null || !Conditions.isTrue(status.conditions(), Conditions.READY)) {
            return Optional.empty();
        }
        AuthorityRecord record = AuthorityRecords.read(status);
        return AuthorityOrders.read(parent)
                .toOptional()
                .flatMap(order -> secrets.read(keySecretName(order))
                        .map(secret -> observe(Optional.of(secret), parent, order.source(), record, now))
                        .flatMap(observed -> observed instanceof ObservedKey.Held held
                                ? record.certificate().flatMap(held::of)
                                : Optional.empty()));
    }

    private Optional<GatheredAuthority.Edge> edge(CertificateAuthority authority, AuthorityOrder order) {
        return order.name().equals(edge.authority())
                ? Optional.of(new GatheredAuthority.Edge(keyring(authority), serving(authority)))
                : Optional.empty();
    }

    private GatheredAuthority.Keyring keyring(CertificateAuthority authority) {
        Optional<Secret> secret = secrets.read(KEYRING);
        return new GatheredAuthority.Keyring(
                secret,
                secret.map(present -> observe(present, authority)).orElseGet(KeyringDecision.Observed.Absent::new));
    }

    private static KeyringDecision.Observed observe(Secret keyring, CertificateAuthority authority) {
        return isOurs(keyring, Labels.EDGE_KEYRING, authority)
                ? new KeyringDecision.Observed.Present(EdgeKeyring.parse(SecretData.of(keyring)))
                : new KeyringDecision.Observed.Stranded();
    }

    private GatheredAuthority.Serving serving(CertificateAuthority authority) {
        Optional<Secret> secret = secrets.read(SERVING);
        return new GatheredAuthority.Serving(
                secret,
                secret.map(present -> observeServing(present, authority))
                        .orElseGet(ServingDecision.Observed.Absent::new),
                edge.names());
    }

    private static ServingDecision.Observed observeServing(Secret serving, CertificateAuthority authority) {
        return isOurs(serving, Labels.EDGE_CERTIFICATE, authority)
                ? new ServingDecision.Observed.Present(ServingCertificate.parse(SecretData.of(serving)))
                : new ServingDecision.Observed.Foreign();
    }

    private static boolean isOurs(Secret secret, String kind, CertificateAuthority authority) {
        return AuthoritySecrets.hasOurLabel(secret, kind) && AuthoritySecrets.isControlledBy(secret, authority);
    }
}
