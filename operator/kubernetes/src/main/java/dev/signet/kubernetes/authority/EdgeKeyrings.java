package dev.signet.kubernetes.authority;

import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.authority.AuthorityFacts;
import dev.signet.domain.authority.Establishment;
import dev.signet.domain.authority.KeyringDecision;
import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.signing.EdgeKeyring;
import dev.signet.kubernetes.authority.GatheredAuthority.Keyring;
import io.fabric8.kubernetes.api.model.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the keyring of the token service, where this authority is the one that does. */
final class EdgeKeyrings {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeKeyrings.class);
    private static final Duration COLLECTED = Duration.ofMinutes(1);

    private final AuthorityEffects effects;
    private final CertificateAuthority authority;
    private final GatheredAuthority gathered;
    private final AuthorityFacts facts;

    EdgeKeyrings(AuthorityEffects effects, CertificateAuthority authority, GatheredAuthority gathered) {
        this.effects = effects;
        this.authority = authority;
        this.gathered = gathered;
        this.facts = gathered.facts();
    }

    /**
     * A keyring as it shall be.
     *
     * @param lost how the one before it was lost; empty: it was not
     */
    record Made(EdgeKeyring keyring, Optional<String> lost) {}

    /** The keyring that goes with a key that comes into force; empty where it stays as it is for now. */
    static Optional<Made> with(Establishment establishment, GatheredAuthority gathered, SecureRandom random) {
        return gathered.keyring().flatMap(keyring -> switch (establishment.cause()) {
            case FIRST ->
                make(KeyringDecision.decide(keyring.observed(), gathered.facts(), establishment.key()), random);
            case RESET, PARENT_RESET ->
                make(
                        KeyringDecision.reset(
                                keyring.observed(),
                                gathered.facts(),
                                establishment.key(),
                                !establishment.plan().advancesEpoch()),
                        random);
            case PARENT_RENEWED, RENEWED, SECRET_REPLACED -> Optional.empty();
        });
    }

    /** What keeps the keyring from being made. */
    Optional<Refusal> inTheWay() {
        return gathered.keyring()
                .filter(keyring -> keyring.observed() instanceof KeyringDecision.Observed.Stranded)
                .map(keyring -> new Refusal(
                        FailureCode.AwaitingCollection,
                        "Secret " + AuthorityGatherer.KEYRING
                                + " is another object's and in the way of the keyring of the"
                                + " token service; delete it where it stays"));
    }

    /** Writes it, unless it stands so. Returns whether it stands now. */
    boolean bring(Optional<Made> made) {
        return made.isEmpty()
                || gathered.keyring().isEmpty()
                || write(gathered.keyring().get(), made.get());
    }

    /** Empties it, where nothing that it holds counts any more and nothing new can be certified. Returns whether it is so. */
    boolean withdraw() {
        return bring(gathered.keyring()
                .flatMap(keyring -> make(KeyringDecision.withdraw(keyring.observed(), facts.now()), effects.random())));
    }

    /** What is due now. Returns when to look again. */
    Optional<Instant> keep(AuthorityKey key) {
        return gathered.keyring().flatMap(keyring -> {
            KeyringDecision decision = KeyringDecision.decide(keyring.observed(), facts, key);
            if (decision instanceof KeyringDecision.Wait) {
                return Optional.of(facts.now().plus(COLLECTED));
            }
            Optional<Made> made = made(decision, key);
            if (made.isEmpty()) {
                return Optional.empty();
            }
            if (!write(keyring, made.get())) {
                return Optional.of(facts.now());
            }
            return decision instanceof KeyringDecision.Follow follow
                    ? follow.plan().nextCheck()
                    : Optional.of(facts.now());
        });
    }

    private Optional<Made> made(KeyringDecision decision, AuthorityKey key) {
        boolean makesKeys = !(decision instanceof KeyringDecision.Follow follow
                && follow.plan().signing().create().isEmpty());
        return new KeyMaker(effects, authority, gathered)
                .keyring(key, makesKeys, () -> make(decision, effects.random()))
                .flatMap(made -> made);
    }

    private static Optional<Made> make(KeyringDecision decision, SecureRandom random) {
        return decision.carryOut(random)
                .map(keyring -> new Made(
                        keyring, decision instanceof KeyringDecision.Create create ? create.lost() : Optional.empty()));
    }

    private boolean write(Keyring keyring, Made made) {
        Secret target = effects.secrets()
                .target(
                        authority,
                        AuthorityGatherer.KEYRING,
                        AuthoritySecrets.Kind.KEYRING,
                        made.keyring().toSecretData());
        Optional<Secret> existing = keyring.secret();
        if (existing.filter(secret -> SecretData.encoded(secret).equals(target.getData()))
                .isPresent()) {
            return true;
        }
        boolean stands = existing.map(secret -> effects.secrets().update(secret, target))
                .orElseGet(() -> effects.secrets().create(target))
                .isPresent();
        if (stands) {
            LOG.info("keyring of the token service: {}", made.keyring());
            made.lost()
                    .ifPresent(how -> effects.warnings()
                            .warn(
                                    authority,
                                    "EdgeKeyringLost",
                                    "Restore",
                                    "the keyring of the token service was lost (" + how
                                            + ") and made anew; refresh tokens issued before are void"));
        }
        return stands;
    }
}
