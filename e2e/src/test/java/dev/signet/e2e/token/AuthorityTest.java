package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.crds.ConditionStatus;
import dev.signet.crds.authority.CertificateAuthorityStatus;
import dev.signet.crds.authority.SigningKeyState;
import dev.signet.crds.authority.TrustedCertificate;
import dev.signet.crds.token.TokenPhase;
import dev.signet.e2e.cluster.AuditLog;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
@DisplayName("Authorities that are reset, follow others, lose their key or come late: A16, K1, K3")
class AuthorityTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final String SELF_SIGNED = "selfSigned: {}";
    /** Half of the time after which a refusal is looked at again by the clock. */
    private static final Duration BEFORE_THE_CLOCK = Duration.ofSeconds(30);

    @LifeTest
    void a16AResetVoidsAllThatWasIssuedSignedOrNot() {
        Authority authority = Authority.of(INSTALLATION.tenant(), "reset");
        authority.make(SELF_SIGNED);
        Tenant tenant = authority.tenant();
        authority.order("signed", "ttl: 1d");
        authority.order("opaque", "format: Opaque, ttl: 1d");
        String signed = authority.issued("signed");
        String opaque = authority.issued("opaque");
        String signedId = tenant.current("signed").id();
        String opaqueId = tenant.current("opaque").id();
        CertificateAuthorityStatus before = authority.awaitReady();
        String certificate = authority.certificate();
        String kid = authority.activeKey();
        assertThat(authority.published(kid))
                .isEqualTo(DecodedJwt.verified(signed).x5c());

        authority.change("reset: 2026-11-22a");
        CertificateAuthorityStatus after = authority.await("reset", status -> "2026-11-22a".equals(status.lastReset()));
        assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
        assertThat(after.trusted()).isEmpty();
        assertThat(authority.certificate()).isNotEqualTo(certificate);
        assertThat(authority.stateOf(kid)).isEqualTo(SigningKeyState.Retired);
        assertThat(authority.published(kid)).isEmpty();

        String signedAnew = authority.reissued("signed", signedId);
        assertThat(authority.reissued("opaque", opaqueId)).isNotEqualTo(opaque);
        for (String token : List.of("signed", "opaque")) {
            assertThat(tenant.status(token).previous()).isEmpty();
            assertThat(tenant.current(token).epoch()).isEqualTo(after.epoch());
        }
        try (OpenSsl openssl = new OpenSsl()) {
            assertThat(openssl.verifies(signedAnew, authority.pem())).isTrue();
            assertThat(openssl.verifies(signed, authority.pem())).isFalse();
        }
        // Without a new value, nothing happens a second time.
        authority.change("keepTrusted: true");
        authority.awaitReady();
        assertThat(authority.status().epoch()).isEqualTo(after.epoch());
        Tenant.patiently("the old private keys to go")
                .until(() -> !authority.entries(kid).contains("tls.key")
                        && authority.secret(authority.keySecret()).orElseThrow().getData().keySet().stream()
                                .noneMatch(entry -> entry.startsWith("next-")));
    }

    @LifeTest
    void a16AResetThatKeepsTrustVoidsNothing() {
        Authority authority = Authority.of(INSTALLATION.tenant(), "gentle");
        authority.make(SELF_SIGNED);
        Tenant tenant = authority.tenant();
        authority.order("signed", "ttl: 1d");
        authority.order("opaque", "format: Opaque, ttl: 1d");
        String signed = authority.issued("signed");
        authority.issued("opaque");
        Map<String, String> before = ids(tenant);
        CertificateAuthorityStatus old = authority.awaitReady();
        String certificate = authority.certificate();
        String kid = authority.activeKey();

        authority.change("reset: once, keepTrusted: true");
        CertificateAuthorityStatus after = authority.await("reset", status -> "once".equals(status.lastReset()));
        assertThat(after.epoch()).isEqualTo(old.epoch());
        assertThat(authority.certificate()).isNotEqualTo(certificate);
        assertThat(after.trusted()).extracting(TrustedCertificate::sha256).containsExactly(certificate);
        assertThat(authority.stateOf(kid)).isEqualTo(SigningKeyState.Draining);
        assertThat(authority.published(kid))
                .isEqualTo(DecodedJwt.verified(signed).x5c());
        Tenant.staysSo("in force", () -> ids(tenant).equals(before));
        authority.order("later", "ttl: 1h");
        String later = authority.issued("later");
        try (OpenSsl openssl = new OpenSsl()) {
            assertThat(openssl.verifies(signed, after.trusted().get(0).pem())).isTrue();
            assertThat(openssl.verifies(signed, authority.pem())).isFalse();
            assertThat(openssl.verifies(later, authority.pem())).isTrue();
        }
    }

    private static Map<String, String> ids(Tenant tenant) {
        return Map.of(
                "signed", tenant.current("signed").id(),
                "opaque", tenant.current("opaque").id());
    }

    @LifeTest
    void a16WhatWasIssuedBeforeATimeIsIssuedAnewAndThatTimeNeverGoesBack() {
        Authority authority = Authority.of(INSTALLATION.tenant(), "restored");
        authority.make(SELF_SIGNED);
        Tenant tenant = authority.tenant();
        authority.order("signed", "ttl: 1d");
        authority.order("opaque", "format: Opaque, ttl: 1d");
        authority.issued("signed");
        authority.issued("opaque");
        Map<String, String> before = ids(tenant);
        tenant.awaitLaterSecond("signed");
        tenant.awaitLaterSecond("opaque");

        Instant time = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        authority.change("rejectIssuedBefore: '%s'".formatted(time));
        for (String token : before.keySet()) {
            authority.reissued(token, Objects.requireNonNull(before.get(token)));
            assertThat(Instant.parse(tenant.current(token).issuedAt())).isAfterOrEqualTo(time);
            assertThat(tenant.status(token).previous()).isEmpty();
        }
        assertThatThrownBy(() -> authority.change("rejectIssuedBefore: '%s'".formatted(time.minusSeconds(1))))
                .hasMessageContaining("moves forward only");
    }

    @LifeTest
    void a16AnIntermediateFollowsTheAuthorityAboveAndAResetThereVoidsWhatItSigned() {
        Tenant tenant = INSTALLATION.tenant();
        Authority above = Authority.of(tenant, "above");
        Authority below = Authority.of(tenant, "below");
        below.make("intermediate: {authorityRef: {name: %s}}".formatted(above.name()));
        assertThat(below.awaitRefused("AuthorityNotFound"))
                .contains(above.name())
                .contains("create it");
        above.make(SELF_SIGNED);
        below.awaitReady();
        below.order("signed", "ttl: 1d");
        String signed = below.issued("signed");
        String id = tenant.current("signed").id();
        assertThat(DecodedJwt.verified(signed).x5c()).hasSize(2).isEqualTo(below.published(below.activeKey()));
        try (OpenSsl openssl = new OpenSsl()) {
            assertThat(openssl.verifies(signed, above.pem())).isTrue();

            long epoch = below.status().epoch();
            String certificate = below.certificate();
            above.change("reset: now");
            below.await("reset too", status -> status.epoch() == epoch + 1);
            assertThat(below.certificate()).isNotEqualTo(certificate);
            String anew = below.reissued("signed", id);
            assertThat(tenant.status("signed").previous()).isEmpty();
            assertThat(openssl.verifies(anew, above.pem())).isTrue();
            assertThat(openssl.verifies(signed, above.pem())).isFalse();

            String voided = tenant.current("signed").id();
            String renewed = below.certificate();
            above.change("reset: gently, keepTrusted: true");
            below.await("renewed", status -> !below.certificate().equals(renewed));
            assertThat(below.status().epoch()).isEqualTo(epoch + 1);
            Tenant.staysSo("in force", () -> tenant.current("signed").id().equals(voided));
        }
        Tenant.patiently("the Event")
                .untilAsserted(() -> assertThat(below.events())
                        .anySatisfy(event -> assertThat(event.getReason() + " " + event.getNote())
                                .startsWith("AuthorityReplaced")
                                .contains("all that the old one signed is void")));
    }

    @LifeTest
    void k1ALostKeyIsReportedAndNeverReplacedAndHealsWhenItsSecretIsRestored() {
        Authority authority = Authority.of(INSTALLATION.tenant(), "lost");
        authority.make(SELF_SIGNED);
        authority.awaitReady();
        String certificate = authority.certificate();
        Secret backup = authority.secret(authority.keySecret()).orElseThrow();

        authority.tenant().client().resource(backup).delete();
        assertThat(authority.awaitRefused("KeyLost"))
                .contains(authority.keySecret())
                .contains("restore that Secret")
                .contains("spec.reset");
        Tenant.patiently("the Event")
                .untilAsserted(() -> assertThat(authority.events())
                        .singleElement()
                        .satisfies(event -> assertThat(event.getReason()).isEqualTo("KeyLost")));
        // The signing key that it certified signs on.
        assertThat(Authority.condition(authority.status(), "Usable").status()).isEqualTo(ConditionStatus.True);
        authority.order("meanwhile", "ttl: 1h");
        authority.issued("meanwhile");
        Tenant.staysSo("lost", () -> authority.secret(authority.keySecret()).isEmpty());
        assertThat(authority.certificate()).isEqualTo(certificate);

        authority
                .tenant()
                .client()
                .resource(new SecretBuilder(backup)
                        .editMetadata()
                        .withResourceVersion(null)
                        .withUid(null)
                        .endMetadata()
                        .build())
                .create();
        authority.awaitReady();
        assertThat(authority.certificate()).isEqualTo(certificate);
    }

    @LifeTest
    void k3ATokenOfAnAuthorityThatIsStillToComeWaitsAndHealsByItself() {
        Authority later = Authority.of(INSTALLATION.tenant(), "later");
        Tenant tenant = later.tenant();
        AuditLog before = tenant.audit();
        later.order("early", "ttl: 1h");
        assertThat(tenant.awaitRefused("early", "AuthorityNotFound")).contains(later.name());
        assertThat(tenant.status("early").phase()).isEqualTo(TokenPhase.Pending);
        assertThat(Tenant.condition(tenant.get("early"), "Stalled").isPresent(false))
                .isTrue();
        AuditLog log = tenant.auditBehindTheEvent(before);
        tenant.staysCalm(log);

        later.make(SELF_SIGNED);
        Tenant.patiently("issued before the clock asks again")
                .atMost(BEFORE_THE_CLOCK)
                .until(() -> tenant.status("early").phase() == TokenPhase.Valid);
        DecodedJwt.verified(later.issued("early"));
        assertThat(tenant.events("early"))
                .extracting(Event::getReason)
                .doesNotHaveDuplicates()
                .isSubsetOf("AuthorityNotFound", "AuthorityNotReady");
        Tenant.staysSo("healed", () -> tenant.status("early").phase() == TokenPhase.Valid);
        assertThat(tenant.operatorPermissions(log)).hasSizeLessThanOrEqualTo(6);
    }
}
