package dev.signet.kubernetes.authority;

import dev.signet.domain.authority.AuthorityFacts;
import dev.signet.domain.authority.KeyringDecision;
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
 * @param keyring that of the token service; empty where another authority keeps it
 */
record GatheredAuthority(
        AuthorityFacts facts,
        Optional<Secret> keySecret,
        Map<Kid, Secret> signingSecrets,
        Epochs.Reached epoch,
        Optional<Keyring> keyring) {

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

    @Override
    public String toString() {
        return "GatheredAuthority[" + facts.order().name() + "]";
    }
}
