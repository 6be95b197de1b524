package dev.signet.domain.authority;

import dev.signet.domain.authority.AuthorityDecision.Cause;
import dev.signet.domain.authority.ObservedKey.Held;
import dev.signet.domain.authority.ObservedKey.Standing;
import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.AuthorityName;
import dev.signet.domain.ca.AuthoritySpec;
import dev.signet.domain.ca.IntermediateCertificate;
import dev.signet.domain.ca.KeyAlgorithm;
import dev.signet.domain.ca.NameConstraints;
import dev.signet.domain.ca.RootCertificate;
import dev.signet.domain.lifetime.TimeSpan;
import dev.signet.domain.policy.NamespaceSelector;
import dev.signet.domain.signing.Kid;
import dev.signet.domain.signing.SigningKey;
import dev.signet.domain.signing.SigningKeyPlan;
import dev.signet.domain.signing.SigningKeyState;
import dev.signet.domain.signing.StoredSigningKey;
import dev.signet.domain.signing.TokenSigningSpec;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Authorities as the tests of this package need them: an order, its record, and what its Secrets hold. */
final class Authorities {

    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final SecureRandom RANDOM = new SecureRandom();
    static final Duration LIFE = Duration.ofDays(3650);

    private Authorities() {}

    static AuthorityKey root(String name) {
        return root(name, NOW);
    }

    static AuthorityKey root(String name, Instant made) {
        return RootCertificate.issue(spec(name, made), made, RANDOM);
    }

    static AuthorityKey below(AuthorityKey parent) {
        return below(parent, LIFE);
    }

    static AuthorityKey below(AuthorityKey parent, Duration life) {
        AuthoritySpec spec = new AuthoritySpec(
                AuthorityName.parse("Test", "").orElseThrow(), KeyAlgorithm.ECDSA_P256, NOW.plus(life));
        return IntermediateCertificate.issue(spec, parent, NOW, RANDOM)
                .orElseThrow()
                .authority();
    }

    static AuthoritySpec spec(String name, Instant made) {
        return new AuthoritySpec(AuthorityName.parse(name, "").orElseThrow(), KeyAlgorithm.ECDSA_P256, made.plus(LIFE));
    }

    private static CertificateOrder certificate() {
        return certificate(LIFE);
    }

    private static CertificateOrder certificate(Duration life) {
        return new CertificateOrder(
                AuthorityName.parse("Test", "").orElseThrow(),
                KeyAlgorithm.ECDSA_P256,
                TimeSpan.of(life),
                NameConstraints.none());
    }

    static AuthorityOrder selfSigned() {
        return order(new AuthoritySource.SelfSigned(certificate()));
    }

    static AuthorityOrder intermediate() {
        return order(new AuthoritySource.Intermediate(certificate(), "parent"));
    }

    static AuthorityOrder selfSigned(Duration life) {
        return order(new AuthoritySource.SelfSigned(certificate(life)));
    }

    static AuthorityOrder intermediate(Duration life) {
        return order(new AuthoritySource.Intermediate(certificate(life), "parent"));
    }

    static AuthorityOrder imported() {
        return order(new AuthoritySource.Imported("external"));
    }

    private static AuthorityOrder order(AuthoritySource source) {
        return new AuthorityOrder(
                "test",
                source,
                TokenSigningSpec.defaults(),
                new AuthorityOrder.Reset(Optional.empty(), false),
                new AuthorityOrder.Service(NamespaceSelector.EVERY, Duration.ofHours(6), Optional.empty()));
    }

    static AuthorityOrder resetting(AuthorityOrder order, String value, boolean keepTrusted) {
        return new AuthorityOrder(
                order.name(),
                order.source(),
                order.tokenSigning(),
                new AuthorityOrder.Reset(Optional.of(value), keepTrusted),
                order.service());
    }

    static Held held(AuthorityKey key) {
        return held(key, Standing.OWN);
    }

    static Held held(AuthorityKey key, Standing standing) {
        return new Held(Optional.of(key), Optional.empty(), standing, "");
    }

    static Held held(AuthorityKey current, AuthorityKey next) {
        return new Held(Optional.of(current), Optional.of(next), Standing.OWN, "");
    }

    static Held damaged(Standing standing) {
        return new Held(Optional.empty(), Optional.empty(), standing, "tls.key is damaged");
    }

    /** Facts to start from: nothing done, nothing there. */
    static AuthorityFacts facts(AuthorityOrder order) {
        return new AuthorityFacts(
                order, AuthorityRecord.none(), new ObservedKey.Absent(), Map.of(), new ParentAuthority.None(), 0, NOW);
    }

    static AuthorityFacts with(AuthorityFacts facts, AuthorityOrder order) {
        return new AuthorityFacts(
                order,
                facts.record(),
                facts.observed(),
                facts.signingKeys(),
                facts.parent(),
                facts.formerEpoch(),
                facts.now());
    }

    static AuthorityFacts with(AuthorityFacts facts, ObservedKey observed) {
        return new AuthorityFacts(
                facts.order(),
                facts.record(),
                observed,
                facts.signingKeys(),
                facts.parent(),
                facts.formerEpoch(),
                facts.now());
    }

    static AuthorityFacts with(AuthorityFacts facts, ParentAuthority parent) {
        return new AuthorityFacts(
                facts.order(),
                facts.record(),
                facts.observed(),
                facts.signingKeys(),
                parent,
                facts.formerEpoch(),
                facts.now());
    }

    static AuthorityFacts with(AuthorityFacts facts, AuthorityRecord record) {
        return new AuthorityFacts(
                facts.order(),
                record,
                facts.observed(),
                facts.signingKeys(),
                facts.parent(),
                facts.formerEpoch(),
                facts.now());
    }

    static AuthorityFacts with(AuthorityFacts facts, Map<Kid, ObservedSigningKey> keys) {
        return new AuthorityFacts(
                facts.order(),
                facts.record(),
                facts.observed(),
                keys,
                facts.parent(),
                facts.formerEpoch(),
                facts.now());
    }

    /** The facts where earlier objects of the name had come to an epoch. */
    static AuthorityFacts after(AuthorityFacts facts, long formerEpoch) {
        return new AuthorityFacts(
                facts.order(),
                facts.record(),
                facts.observed(),
                facts.signingKeys(),
                facts.parent(),
                formerEpoch,
                facts.now());
    }

    static AuthorityFacts at(AuthorityFacts facts, Instant now) {
        return new AuthorityFacts(
                facts.order(),
                facts.record(),
                facts.observed(),
                facts.signingKeys(),
                facts.parent(),
                facts.formerEpoch(),
                now);
    }

    /** The facts after a key has come into force, everything written. */
    static AuthorityFacts established(AuthorityFacts before, Cause cause, AuthorityKey key) {
        Establishment establishment = AuthorityPolicy.establish(before, cause, key);
        Map<Kid, ObservedSigningKey> secrets = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
        secrets.putAll(before.signingKeys());
        List<SigningKeyState> rows = rows(establishment.plan(), key, before.now(), secrets);
        AuthorityRecord record = new AuthorityRecord(
                establishment.epoch(),
                establishment.lastReset(),
                Optional.of(RecordedCertificate.of(key)),
                establishment.trusted(),
                rows,
                Optional.empty());
        return new AuthorityFacts(
                before.order(),
                record,
                before.order().source() instanceof AuthoritySource.Imported ? held(key, Standing.FOREIGN) : held(key),
                secrets,
                before.parent(),
                before.formerEpoch(),
                before.now());
    }

    /** The facts after a key was withdrawn, everything written. */
    static AuthorityFacts withdrawn(AuthorityFacts before, AuthorityDecision.Withdraw decision) {
        return with(
                before,
                new AuthorityRecord(
                        decision.epoch(),
                        decision.lastReset(),
                        Optional.empty(),
                        List.of(),
                        decision.keys(),
                        Optional.of(before.now())));
    }

    /** The facts after what time asked for was done. */
    static AuthorityFacts kept(AuthorityFacts before, AuthorityDecision.Keep keep) {
        Map<Kid, ObservedSigningKey> secrets = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
        secrets.putAll(before.signingKeys());
        keep.upkeep().sweep().remove().forEach(secrets::remove);
        keep.upkeep()
                .sweep()
                .destroy()
                .forEach(kid -> secrets.computeIfPresent(
                        kid,
                        (id, secret) -> new ObservedSigningKey(
                                secret.key().map(StoredSigningKey::withoutPrivateKey), false, true)));
        List<SigningKeyState> rows = rows(keep.upkeep().plan(), keep.key(), before.now(), secrets);
        AuthorityRecord record = new AuthorityRecord(
                before.record().epoch(),
                before.record().lastReset(),
                before.record().certificate(),
                keep.upkeep().trusted(),
                rows,
                Optional.empty());
        return with(with(before, record), secrets);
    }

    private static List<SigningKeyState> rows(
            SigningKeyPlan plan, AuthorityKey key, Instant now, Map<Kid, ObservedSigningKey> secrets) {
        return plan.create()
                .map(wanted -> {
                    SigningKey made = SigningKey.generate(wanted.algorithm(), key, wanted.notAfter(), now, RANDOM);
                    secrets.put(made.kid(), stored(made));
                    return plan.keysWith(made);
                })
                .orElseGet(plan::keys);
    }

    static ObservedSigningKey stored(SigningKey key) {
        return new ObservedSigningKey(Optional.of(StoredSigningKey.of(key)), true, true);
    }

    /** A self-signed authority in force, and its key. */
    static AuthorityFacts inForce() {
        return established(facts(selfSigned()), Cause.FIRST, root("Test"));
    }

    static AuthorityKey key(AuthorityFacts facts) {
        return facts.keyInForce().orElseThrow();
    }
}
