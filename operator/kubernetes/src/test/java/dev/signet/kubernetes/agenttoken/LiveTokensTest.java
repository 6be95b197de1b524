package dev.signet.kubernetes.agenttoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.token.AgentToken;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.subject.ServiceId;
import dev.signet.domain.token.Issuer;
import dev.signet.domain.verification.LiveToken;
import dev.signet.domain.verification.LiveToken.Accepted;
import dev.signet.domain.verification.LiveToken.Standing;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What the token service takes an AgentToken for")
class LiveTokensTest {

    private static final Issuer ISSUER =
            new Issuer("https://signet.example", new ServiceId("signet-" + "a".repeat(26)));
    private static final String CURRENT = "6f1c9a52-0d6b-4c1e-9a3b-5d2f8e7a9c10";
    private static final String PREVIOUS = "7f1c9a52-0d6b-4c1e-9a3b-5d2f8e7a9c10";
    private static final String SPEC = "subject: {kind: Agent, name: web-1}";
    private static final String REFRESHED =
            "refresh: {family: ''0000000000000000000003'', sequence: 3, issuedAt: ''2026-11-25T11:30:00Z'', kid: k}\n  ";
    private static final String EXPIRED =
            "phase: Expired\n  conditions: [{type: Usable, status: ''False'', reason: Expired, lastTransitionTime: ";

    @Test
    void itKnowsWhomTheTokensSpeakForAndWhereTheyMayBeUsed() {
        LiveToken read = read(
                SPEC + ", scopes: ['repository:team/app:pull', applied-permissions/user], audiences: [app],"
                        + " allowedCIDRs: [10.0.0.0/8], restrictionRefs: [{name: info-only}], description: of a test",
                "");

        assertThat(read.object()).isEqualTo(new LiveToken.Source("ci", "web-1", "uid-1", "signet", "of a test"));
        assertThat(read.object().clientId()).isEqualTo("ci/web-1");
        assertThat(read.grant().subject()).isEqualTo(ISSUER.serviceId().text() + ":ci:Agent:web-1");
        assertThat(read.grant().scopes()).containsExactly("applied-permissions/user", "repository:team/app:pull");
        assertThat(read.grant().audience()).contains("app");
        assertThat(read.limits().restrictions()).containsExactly("info-only");
        assertThat(read.limits().networks().isAnywhere()).isFalse();
        assertThat(read.standing()).isEqualTo(Standing.IN_FORCE);
    }

    @Test
    void whatTokensHaveInCommonTheyShare() {
        String spec = SPEC + ", scopes: ['repository:team/app:pull'], audiences: [app], allowedCIDRs: [10.0.0.0/8]";
        LiveTokens reader = new LiveTokens(ISSUER);
        LiveToken one = read(reader, spec, "");
        LiveToken other = read(reader, spec, "");

        assertThat(other.limits()).isSameAs(one.limits());
        assertThat(other.grant().scopes()).isSameAs(one.grant().scopes());
        assertThat(other.grant().audience()).isSameAs(one.grant().audience());
        assertThat(read(reader, spec.replace("10.", "11."), "").limits()).isNotEqualTo(one.limits());
    }

    @Test
    void aJwtIsFoundByItsIdAndAnyOtherFormByItsDigest() {
        assertThat(read(SPEC, "").tokens().current().digests()).isEmpty();

        LiveToken opaque = read("use: ApiKey, format: Opaque, " + SPEC, "");

        assertThat(opaque.tokens().current().sha256().orElseThrow().hex()).isEqualTo("a".repeat(64));
    }

    @Test
    void previousTokensAreAcceptedForAsLongAsTheStatusSays() {
        LiveToken read = read(SPEC, """
                previous:
                  - {id: %1$s, sha256: %2$s, issuedAt: '2026-11-25T09:30:00Z', acceptedUntil: '2026-11-25T10:05:00Z'}
                  - {id: %1$s, sha256: %2$s, acceptedUntil: '2026-11-25T10:05:00Z'}
                """.formatted(PREVIOUS, "b".repeat(64)));

        assertThat(read.tokens().previous())
                .containsExactly(
                        previous(Optional.of(Instant.parse("2026-11-25T09:30:00Z"))), previous(Optional.empty()));
    }

    private static Accepted previous(Optional<Instant> issuedAt) {
        return new Accepted(
                TokenId.parse(PREVIOUS).toOptional().orElseThrow(),
                Optional.empty(),
                Optional.empty(),
                issuedAt,
                Optional.of(Instant.parse("2026-11-25T10:05:00Z")));
    }

    @Test
    void aFamilyLivesForAsLongAsTheFirstTokenDidAtEachRefresh() {
        LiveToken read = read(
                SPEC + ", ttl: 1h, refresh: {enabled: true, gracePeriod: 2h}", """
                refresh: {family: %s, sequence: 3, issuedAt: '2026-11-25T12:00:00Z', kid: k}
                """.formatted("0".repeat(21) + "3"));

        LiveToken.Refreshing refreshing = read.tokens().refreshing().orElseThrow();
        assertThat(refreshing.position().sequence()).isEqualTo(3);
        assertThat(refreshing.lifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(refreshing.grace()).isEqualTo(Duration.ofHours(2));
        assertThat(read.tokens().end()).contains(Instant.parse("2026-11-25T13:00:00Z"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                SPEC + ", revoked: {reason: lost} | | REVOKED",
                SPEC + " | 'revocation: {reason: lost, at: ''2026-11-25T10:00:00Z''}' | REVOKED",
                SPEC + " | phase: Revoked | REVOKED",
                SPEC + " | phase: Consumed | CONSUMED",
                SPEC + " | phase: Superseded | SUPERSEDED",
                SPEC + ", scopes: [system:introspect] | | CONTENT_CHANGED",
                SPEC + ", description: other words | | IN_FORCE",
                SPEC + " | phase: Pending | WITHDRAWN",
                SPEC + " | phase: Failed | WITHDRAWN",
                SPEC + " | '" + EXPIRED + "''2026-11-25T10:30:00Z''}]' | WITHDRAWN",
                SPEC + " | '" + EXPIRED + "''2026-11-25T11:00:00Z''}]' | IN_FORCE",
                SPEC + " | '" + EXPIRED + "''2026-11-25T12:00:00Z''}]' | IN_FORCE",
                SPEC + " | '" + REFRESHED + EXPIRED + "''2026-11-25T11:00:00Z''}]' | IN_FORCE",
                SPEC + " | '" + REFRESHED + EXPIRED + "''2026-11-25T11:45:00Z''}]' | WITHDRAWN",
                SPEC + " | '" + REFRESHED + EXPIRED + "''2026-11-25T12:30:00Z''}]' | IN_FORCE",
            })
    void onlyWhatTheStatusVouchesForIsInForce(String spec, String status, Standing standing) {
        AgentToken token = token(spec, status == null ? "" : status);
        vouch(token, token(SPEC, ""));

        assertThat(new LiveTokens(ISSUER).read(token).orElseThrow().standing()).isEqualTo(standing);
    }

    @Test
    void whatIsBeingDeletedCountsNoMore() {
        AgentToken token = token(SPEC, "");
        vouch(token, token);
        token.getMetadata().setDeletionTimestamp("2026-11-25T10:00:00Z");

        assertThat(new LiveTokens(ISSUER).read(token).orElseThrow().standing()).isEqualTo(Standing.DELETED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SPEC + ", ttl: soon",
                SPEC + ", scopes: ['no scope at all']",
                SPEC + ", allowedCIDRs: [10.0.0.0/33]",
                "subject: {kind: Agent, name: ''}",
            })
    void ofASpecThatCannotBeReadNothingIsKnown(String spec) {
        assertThat(new LiveTokens(ISSUER).read(token(spec, ""))).isEmpty();
    }

    @Test
    void beforeTheFirstIssueNothingIsKnown() {
        AgentToken token = token(SPEC, "");
        token.setStatus(null);

        assertThat(new LiveTokens(ISSUER).read(token)).isEmpty();
    }

    private static LiveToken read(String spec, String status) {
        return read(new LiveTokens(ISSUER), spec, status);
    }

    private static LiveToken read(LiveTokens reader, String spec, String status) {
        AgentToken token = token(spec, status);
        vouch(token, token);
        return reader.read(token).orElseThrow();
    }

    /** As if what another orders had been issued. */
    private static void vouch(AgentToken token, AgentToken ordered) {
        String hash = AgentTokenOrders.read(ordered)
                .toOptional()
                .orElseThrow()
                .content()
                .hash();
        String yaml = Serialization.asYaml(token.getStatus()).replace("0123456789abcdef", hash);
        token.setStatus(Serialization.unmarshal(yaml, dev.signet.crds.token.AgentTokenStatus.class));
    }

    private static AgentToken token(String spec, String status) {
        String current = "current: {id: %s, sha256: %s, epoch: 1, contentHash: 0123456789abcdef,"
                + " issuedAt: '2026-11-25T10:00:00Z', expiresAt: '2026-11-25T11:00:00Z'}";
        String yaml = """
                apiVersion: signet.dev/v1alpha1
                kind: AgentToken
                metadata: {namespace: ci, name: web-1, uid: uid-1, generation: 1}
                spec: {%s}
                status:
                  %s
                """.formatted(
                        spec,
                        String.join(
                                "\n  ",
                                List.of(
                                        current.formatted(CURRENT, "a".repeat(64)),
                                        status.contains("phase:") ? "" : "phase: Valid",
                                        status.strip())));
        return Serialization.unmarshal(yaml, AgentToken.class);
    }
}
