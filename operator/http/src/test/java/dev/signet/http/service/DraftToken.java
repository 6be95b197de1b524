package dev.signet.http.service;

import dev.signet.domain.format.OpaqueToken;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.format.TokenPrefix;
import dev.signet.domain.network.AllowedNetworks;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.secret.SecretAccess;
import dev.signet.domain.secret.SecretValue;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.signing.AccessTokenClaims;
import dev.signet.domain.subject.SubjectKind;
import dev.signet.domain.verification.LiveToken;
import dev.signet.domain.verification.LiveToken.Accepted;
import dev.signet.domain.verification.LiveToken.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A token to be issued. At first it is an opaque access token of an hour, of {@code ci/agent-7} for {@code app}; each method says
 * what is different.
 */
final class DraftToken {

    private boolean jwt;
    private String namespace = "ci";
    private String subject = "signet-x:ci:Agent:agent-7";
    private TokenUse use = TokenUse.Access;
    private List<String> audience = List.of("app");
    private List<String> groups = List.of();
    private List<String> scopes = List.of();
    private List<String> networks = List.of();
    private List<String> restrictions = List.of();
    private Standing standing = Standing.IN_FORCE;
    private Duration lifetime = Duration.ofHours(1);

    /**
     * One that was issued.
     *
     * @param value the token
     * @param object what a watch brings
     */
    record Issued(String value, LiveToken object) {
        String id() {
            return object.tokens().current().id().text();
        }
    }

    static DraftToken opaque() {
        return new DraftToken();
    }

    static DraftToken jwt() {
        DraftToken draft = new DraftToken();
        draft.jwt = true;
        return draft;
    }

    DraftToken namespace(String its) {
        namespace = its;
        return this;
    }

    DraftToken subject(String its) {
        subject = its;
        return this;
    }

    DraftToken use(TokenUse its) {
        use = its;
        return this;
    }

    DraftToken audience(String... its) {
        audience = Arrays.asList(its);
        return this;
    }

    DraftToken groups(String... its) {
        groups = Arrays.asList(its);
        return this;
    }

    DraftToken scopes(String... its) {
        scopes = Arrays.asList(its);
        return this;
    }

    DraftToken networks(String... its) {
        networks = Arrays.asList(its);
        return this;
    }

    DraftToken restrictions(String... its) {
        restrictions = Arrays.asList(its);
        return this;
    }

    DraftToken standing(Standing its) {
        standing = its;
        return this;
    }

    DraftToken expired() {
        lifetime = Duration.ofHours(-1);
        return this;
    }

    Issued issue() {
        Instant issuedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(2));
        Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(lifetime);
        TokenId id = TokenId.random(Installation.RANDOM);
        String uid = "uid-" + id;
        SecretValue value = jwt
                ? SecretValue.of(Installation.sign(claims(id, uid, end)))
                : OpaqueToken.generate(TokenPrefix.ACCESS, Installation.RANDOM).value();
        Optional<Sha256> sha256 = jwt ? Optional.empty() : Optional.of(value.sha256());
        LiveToken live = new LiveToken(
                new LiveToken.Source(namespace, "agent-7", uid, "signet", ""),
                new LiveToken.Grant(use, SubjectKind.AGENT, subject, "agent-7", groups, scopes, audience),
                new LiveToken.Tokens(
                        new Accepted(id, sha256, Optional.empty(), Optional.empty(), Optional.of(end)),
                        issuedAt,
                        1,
                        List.of(),
                        Optional.empty(),
                        List.of()),
                standing,
                new LiveToken.Limits(Installation.valid(AllowedNetworks.parse(networks)), restrictions));
        return new Issued(value.reveal(SecretAccess.VERIFICATION), live);
    }

    /** Issued this moment, so that it may be one that the watch is about to bring. */
    private AccessTokenClaims claims(TokenId id, String uid, Instant end) {
        Instant issuedAt = end.isAfter(Instant.now()) ? Instant.now() : end.minusSeconds(60);
        return new AccessTokenClaims(
                new AccessTokenClaims.Holder(Installation.ISSUER, subject, namespace + "/agent-7", id.text(), groups),
                audience,
                scopes,
                new AccessTokenClaims.Validity(issuedAt, issuedAt, end),
                AccessTokenClaims.SignetClaims.issued(uid, 1, true));
    }
}
