package dev.signet.kubernetes.authority;

import dev.signet.domain.authority.AuthorityFacts;
import dev.signet.domain.authority.KeyringDecision;
import dev.signet.domain.ca.ServingDecision;
import dev.signet.domain.ca.ServingNames;
import dev.signet.domain.signing.Kid;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * What was gathered for one authority. Prints nothing of it, since Secrets print their values.
 *
 * @param facts what the decision depends on
 * @param keySecret the Secret with its key, as it was read
 * @param signingSecrets those of its signing keys
 * @param epoch the highest epoch that its name is known to have reached
 * @param edge what the token service has of it; empty where another authority keeps that
 */
record GatheredAuthority(
        AuthorityFacts facts,
        Optional<Secret> keySecret,
        Map<Kid, Secret> signingSecrets,
        Epochs.Reached epoch,
        Optional<Edge> edge) {

    /** What the token service has of an authority. */
    record Edge(Keyring keyring, Serving serving) {}

    /**
     * The keyring.
     *
     * @param secret its Secret, as it was read
     * @param observed what that holds
     */
    record Keyring(Optional<Secret> secret, KeyringDecision.Observed observed) {
        @Override
        public String toString() {
            return "Keyring";
        }
    }

    /**
     * The serving certificate.
     *
     * @param secret its Secret, as it was read
     * @param observed what that holds
     * @param names what it shall be for
     */
    record Serving(Optional<Secret> secret, ServingDecision.Observed observed, ServingNames names) {
        @Override
        public String toString() {
            return "Serving";
        }
    }

    Optional<Keyring> keyring() {
        return edge.map(Edge::keyring);
    }

    Optional<Serving> serving() {
        return edge.map(Edge::serving);
    }

    @Override
    public String toString() {
        return "GatheredAuthority[" + facts.order().name() + "]";
    }
}
