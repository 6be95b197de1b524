package dev.signet.kubernetes.authority;

import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.domain.authority.AuthorityDecision.Upkeep;
import dev.signet.domain.signing.Kid;
import dev.signet.domain.signing.SigningKey;
import dev.signet.domain.signing.SigningKeyPhase;
import dev.signet.domain.signing.SigningKeyPlan;
import dev.signet.domain.signing.SigningKeyState;
import dev.signet.domain.signing.StoredSigningKey;
import java.util.List;
import java.util.Optional;

/** The Secrets of one authority's signing keys: written before their rows, and swept after them. */
final class SigningKeySecrets {

    private final AuthorityEffects effects;
    private final CertificateAuthority authority;
    private final GatheredAuthority gathered;

    SigningKeySecrets(AuthorityEffects effects, CertificateAuthority authority, GatheredAuthority gathered) {
        this.effects = effects;
        this.authority = authority;
        this.gathered = gathered;
    }

    /** Puts a key that was made into its Secret. Returns whether it stands there, or there was none. */
    boolean store(Optional<SigningKey> made) {
        return made.map(key -> effects.secrets()
                        .create(effects.secrets()
                                .target(
                                        authority,
                                        name(key.kid()),
                                        AuthoritySecrets.Kind.SIGNING,
                                        StoredSigningKey.of(key).toSecretData()))
                        .isPresent())
                .orElse(true);
    }

    /** Whether one of these rows says that a key signs, and it can: one that was read, or that was just made. */
    boolean sign(List<SigningKeyState> rows, Optional<SigningKey> made) {
        return gathered.facts().canSign(rows)
                || rows.stream()
                        .anyMatch(row -> row.phase() == SigningKeyPhase.Active
                                && made.filter(key -> key.kid().equals(row.kid()))
                                        .isPresent());
    }

    /** Takes the private parts of those that have signed their last, and the Secrets of those that are in no row. */
    void sweep(Upkeep upkeep) {
        upkeep.sweep()
                .destroy()
                .forEach(kid -> Optional.ofNullable(gathered.signingSecrets().get(kid))
                        .ifPresent(secret -> effects.secrets().drop(secret, SigningSecret.PRIVATE_KEY)));
        upkeep.sweep()
                .remove()
                .forEach(kid -> Optional.ofNullable(gathered.signingSecrets().get(kid))
                        .ifPresent(secret -> effects.secrets().delete(secret)));
    }

    /** Tells of those that a plan gave up as lost. */
    void warnOfLost(SigningKeyPlan plan) {
        plan.transitions().stream()
                .filter(moved -> moved.reason() == SigningKeyPlan.Reason.LOST)
                .forEach(moved -> effects.warnings()
                        .warn(
                                authority,
                                "SigningKeyLost",
                                "Sign",
                                "Secret " + name(moved.kid())
                                        + " is gone or damaged; another signing key takes its place"));
    }

    private String name(Kid kid) {
        return SigningSecret.name(gathered.facts().order().name(), kid);
    }
}
