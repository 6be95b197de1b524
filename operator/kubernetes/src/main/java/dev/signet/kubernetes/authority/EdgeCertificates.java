package dev.signet.kubernetes.authority;

import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.ServingCertificate;
import dev.signet.domain.ca.ServingDecision;
import dev.signet.domain.ca.ServingFault;
import dev.signet.kubernetes.authority.GatheredAuthority.Serving;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the serving certificate of the token service, where this authority is the one that does. Pods mount its Secret: what
 * stands there is served a moment later, without a restart.
 */
final class EdgeCertificates {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeCertificates.class);
    private static final Duration COLLECTED = Duration.ofMinutes(1);

    private final AuthorityEffects effects;
    private final CertificateAuthority authority;
    private final GatheredAuthority gathered;
    private final Instant now;

    EdgeCertificates(AuthorityEffects effects, CertificateAuthority authority, GatheredAuthority gathered) {
        this.effects = effects;
        this.authority = authority;
        this.gathered = gathered;
        this.now = gathered.facts().now();
    }

    /** What keeps the certificate from being made. */
    Optional<Refusal> inTheWay() {
        return gathered.serving()
                .filter(serving -> serving.observed() instanceof ServingDecision.Observed.Foreign)
                .map(serving -> new Refusal(
                        FailureCode.AwaitingCollection,
                        "Secret " + AuthorityGatherer.SERVING
                                + " is another object's and in the way of the serving certificate of the token service;"
                                + " delete it where it stays"));
    }

    /** What is due now. Returns when to look again. */
    Optional<Instant> keep(AuthorityKey key) {
        return gathered.serving().flatMap(serving -> {
            ServingDecision decision = ServingDecision.decide(serving.observed(), serving.names(), key, now);
            if (decision instanceof ServingDecision.Issue issue) {
                return issue(serving, issue.why(), key);
            }
            return decision instanceof ServingDecision.Keep keep ? keep.renewal() : Optional.of(now.plus(COLLECTED));
        });
    }

    private Optional<Instant> issue(Serving serving, ServingFault why, AuthorityKey key) {
        ServingCertificate made = ServingCertificate.issue(serving.names(), key, now, effects.random());
        Secret target = effects.secrets()
                .target(authority, AuthorityGatherer.SERVING, AuthoritySecrets.Kind.SERVING, made.toSecretData());
        boolean stands = serving.secret()
                .map(secret -> effects.secrets().update(secret, target))
                .orElseGet(() -> effects.secrets().create(target))
                .isPresent();
        if (stands) {
            LOG.info("serving certificate of the token service: {}, since {}", made, why.message());
            List<String> refused = serving.names().refusedBy(key);
            if (!refused.isEmpty()) {
                LOG.warn(
                        "the name constraints of authority {} do not let it certify the token service as {}",
                        gathered.facts().order().name(),
                        String.join(", ", refused));
            }
        }
        return Optional.of(now);
    }
}
