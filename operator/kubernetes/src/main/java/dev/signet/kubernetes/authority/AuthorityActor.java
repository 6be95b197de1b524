package dev.signet.kubernetes.authority;

import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.authority.AuthorityDecision;
import dev.signet.domain.authority.AuthorityDecision.Cause;
import dev.signet.domain.authority.AuthorityDecision.Upkeep;
import dev.signet.domain.authority.AuthorityFacts;
import dev.signet.domain.authority.AuthorityPolicy;
import dev.signet.domain.authority.Establishment;
import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.signing.SigningKey;
import dev.signet.domain.signing.SigningKeyPlan;
import dev.signet.domain.signing.SigningKeyState;
import dev.signet.kubernetes.authority.AuthorityReport.Standing;
import dev.signet.kubernetes.authority.AuthorityStatusWriter.Written;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what was decided about one authority, in the one order of writes that loses nothing wherever it is cut off:
 *
 * <ul>
 *   <li>a key: its Secret, then status. {@link AuthorityPolicy} draws what a crash between leaves.
 *   <li>the keyring of the token service, where a reset concerns it: before status, which alone remembers that a reset is due.
 *   <li>an epoch: remembered beyond the life of the object, then status, so that no token is issued under one that is not.
 *   <li>a signing key: its Secret, then its row. Cut off between, the Secret is in no row and is removed.
 *   <li>the serving certificate of the token service: last, since it follows from what stands.
 *   <li>the end of a signing key: its row, then its private part; its row is forgotten, then its Secret goes.
 * </ul>
 *
 * Each method returns when to look again; empty: only when something changes.
 */
final class AuthorityActor implements AuthorityDecision.Actor<Optional<Instant>> {

    private static final Logger LOG = LoggerFactory.getLogger(AuthorityActor.class);

    private final AuthorityEffects effects;
    private final CertificateAuthority authority;
    private final GatheredAuthority gathered;
    private final AuthorityFacts facts;
    private final AuthorityReport report;
    private final KeyMaker maker;
    private final SigningKeySecrets signing;
    private final EdgeKeyrings keyrings;
    private final EdgeCertificates certificates;

    AuthorityActor(AuthorityEffects effects, CertificateAuthority authority, GatheredAuthority gathered) {
        this.effects = effects;
        this.authority = authority;
        this.gathered = gathered;
        this.facts = gathered.facts();
        this.report = new AuthorityReport(authority, effects.serviceId(), facts.now());
        this.maker = new KeyMaker(effects, authority, gathered);
        this.signing = new SigningKeySecrets(effects, authority, gathered);
        this.keyrings = new EdgeKeyrings(effects, authority, gathered);
        this.certificates = new EdgeCertificates(effects, authority, gathered);
    }

    @Override
    public Optional<Instant> make(AuthorityDecision.Make decision) {
        return maker.made(decision.cause())
                .flatMap(product -> stage(product.key()) ? establish(decision.cause(), product) : soon());
    }

    @Override
    public Optional<Instant> take(AuthorityDecision.Take decision) {
        return maker.around(decision.cause(), decision.key()).flatMap(product -> establish(decision.cause(), product));
    }

    /** Puts a key into its Secret, beside the one in force where there is one. */
    private boolean stage(AuthorityKey key) {
        String name = AuthorityPolicy.secretName(facts.order().name());
        if (gathered.keySecret().isEmpty()) {
            return effects.secrets()
                    .create(target(name, AuthoritySecrets.Kind.AUTHORITY, KeySecret.alone(key)))
                    .isPresent();
        }
        Secret existing = gathered.keySecret().get();
        Map<String, byte[]> data =
                facts.record().certificate().isEmpty() ? KeySecret.alone(key) : KeySecret.announcing(existing, key);
        return effects.secrets()
                .update(existing, target(name, AuthoritySecrets.Kind.AUTHORITY, data))
                .isPresent();
    }

    private Optional<Instant> establish(Cause cause, KeyMaker.Product product) {
        Establishment establishment = AuthorityPolicy.establish(facts, cause, product.key());
        SigningKeyPlan plan = establishment.plan();
        if (plan.create().isPresent() && product.signing().isEmpty()) {
            return soon();
        }
        Optional<SigningKey> made = plan.create().flatMap(wanted -> product.signing());
        if (!keyrings.bring(product.keyring()) || !signing.store(made) || !remember(establishment.epoch())) {
            return soon();
        }
        List<SigningKeyState> rows = rows(plan, made);
        Written written = effects.status()
                .ifChanged(authority, certified(made).established(establishment, rows, standing(rows, made)));
        if (written == Written.WRITTEN) {
            LOG.info(
                    "authority {}: {}, certificate {}, epoch {}",
                    facts.order().name(),
                    cause,
                    product.key().certificate().getSerialNumber().toString(16),
                    establishment.epoch());
            announce(cause);
        }
        return soon();
    }

    /** What nobody ordered on this object is said. */
    private void announce(Cause cause) {
        switch (cause) {
            case PARENT_RESET, PARENT_RENEWED, SECRET_REPLACED ->
                effects.warnings()
                        .warn(
                                authority,
                                "AuthorityReplaced",
                                "Replace",
                                cause == Cause.SECRET_REPLACED
                                        ? "the imported Secret holds another certificate; the old one stays trusted"
                                        : "the authority above has another certificate, so this one has a new one"
                                                + (cause == Cause.PARENT_RESET
                                                        ? "; all that the old one signed is void"
                                                        : ""));
            case FIRST, RESET, RENEWED -> {}
        }
    }

    @Override
    public Optional<Instant> tidy(AuthorityDecision.Tidy decision) {
        Secret existing = gathered.keySecret().orElseThrow();
        effects.secrets()
                .update(
                        existing,
                        target(
                                existing.getMetadata().getName(),
                                AuthoritySecrets.Kind.AUTHORITY,
                                KeySecret.alone(decision.key())));
        return soon();
    }

    @Override
    public Optional<Instant> keep(AuthorityDecision.Keep decision) {
        Upkeep upkeep = decision.upkeep();
        if (!remember(facts.record().epoch())) {
            return soon();
        }
        signing.sweep(upkeep);
        Optional<SigningKey> made = Optional.empty();
        if (upkeep.plan().create().isPresent()) {
            made = maker.signing(decision.key(), upkeep.plan().create().get());
            if (made.isEmpty()) {
                return Optional.empty();
            }
            if (!signing.store(made)) {
                return soon();
            }
        }
        List<SigningKeyState> rows = rows(upkeep.plan(), made);
        Written written = effects.status()
                .ifChanged(authority, certified(made).kept(upkeep.trusted(), rows, standing(decision, rows, made)));
        if (written != Written.UNCHANGED) {
            if (written == Written.WRITTEN) {
                signing.warnOfLost(upkeep.plan());
            }
            decision.shortcoming()
                    .filter(refusal -> written == Written.WRITTEN && report.isNews(refusal))
                    .ifPresent(refusal ->
                            effects.warnings().warn(authority, refusal.code().name(), "Keep", refusal.message()));
            return soon();
        }
        Optional<Instant> edge = earliest(keyrings.keep(decision.key()), certificates.keep(decision.key()));
        return earliest(upkeep.next(), edge);
    }

    @Override
    public Optional<Instant> withdraw(AuthorityDecision.Withdraw decision) {
        if (!keyrings.withdraw() || !remember(decision.epoch())) {
            return soon();
        }
        if (effects.status().ifChanged(authority, certified(Optional.empty()).withdrawn(decision)) == Written.WRITTEN) {
            LOG.info("authority {}: {}, withdrawn, epoch {}", facts.order().name(), decision.cause(), decision.epoch());
            effects.warnings()
                    .warn(
                            authority,
                            "AuthorityWithdrawn",
                            "Withdraw",
                            "all that it issued is void, and no new key can be made yet: "
                                    + decision.refusal().message());
        }
        return soon();
    }

    @Override
    public Optional<Instant> refuse(AuthorityDecision.Refuse decision) {
        Upkeep upkeep = decision.upkeep();
        Refusal refusal = decision.refusal();
        signing.sweep(upkeep);
        boolean news = report.isNews(refusal);
        List<SigningKeyState> rows = upkeep.plan().keys();
        Written written = effects.status()
                .ifChanged(
                        authority,
                        certified(Optional.empty())
                                .kept(upkeep.trusted(), rows, new Standing.Held(refusal, facts.canSign(rows))));
        if (written == Written.WRITTEN && news) {
            effects.warnings().warn(authority, refusal.code().name(), "Establish", refusal.message());
        }
        return written == Written.OVERTAKEN ? soon() : upkeep.next();
    }

    private AuthorityReport certified(Optional<SigningKey> made) {
        return report.certifying(facts.signingKeys(), made.map(SigningKey::verificationKey));
    }

    private boolean remember(long epoch) {
        return effects.epochs().record(authority, gathered.epoch(), epoch);
    }

    private static List<SigningKeyState> rows(SigningKeyPlan plan, Optional<SigningKey> made) {
        return made.map(plan::keysWith).orElseGet(plan::keys);
    }

    private Standing standing(AuthorityDecision.Keep decision, List<SigningKeyState> rows, Optional<SigningKey> made) {
        return decision.shortcoming()
                .<Standing>map(refusal -> new Standing.Held(refusal, signing.sign(rows, made)))
                .orElseGet(() -> standing(rows, made));
    }

    private Standing standing(List<SigningKeyState> rows, Optional<SigningKey> made) {
        if (!signing.sign(rows, made)) {
            return new Standing.Held(new Refusal(FailureCode.AuthorityNotReady, "there is no signing key yet"), false);
        }
        return keyrings.inTheWay()
                .or(certificates::inTheWay)
                .<Standing>map(refusal -> new Standing.Held(refusal, true))
                .orElseGet(Standing.Settled::new);
    }

    private Secret target(String name, AuthoritySecrets.Kind kind, Map<String, byte[]> data) {
        return effects.secrets().target(authority, name, kind, data);
    }

    /** Now that something was written, or came in between. */
    private Optional<Instant> soon() {
        return Optional.of(facts.now());
    }

    private static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> other) {
        return Stream.of(one, other).flatMap(Optional::stream).min(Instant::compareTo);
    }
}
