package dev.signet.domain.verification;

import dev.signet.domain.format.RefreshFamily;
import dev.signet.domain.format.RefreshPosition;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.network.AllowedNetworks;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.result.Outcome;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.subject.SubjectKind;
import dev.signet.domain.verification.LiveToken.Accepted;
import dev.signet.domain.verification.LiveToken.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An AgentToken as a replica knows it. At first it is {@code ci/agent-7} of the authority {@code signet}, whose access token of one
 * hour is meant for {@code app} and was issued at the start; each method says what is different.
 */
public final class DraftObject {

    public static final String UID = "f1c3b0a2-0000-4000-8000-000000000001";
    public static final String ID = "4be0643f-1d98-473b-97cd-ca98a65347dd";
    public static final RefreshFamily FAMILY = new RefreshFamily("0000000000000000000007");

    private String uid = UID;
    private String authority = "signet";
    private TokenUse use = TokenUse.Access;
    private List<String> audience = List.of("app");
    private String subject = "signet-x:ci:Agent:agent-7";
    private List<String> groups = List.of("signet-x:ci:builders");
    private List<String> scopes = List.of("applied-permissions/user");
    private String id = ID;
    private Optional<Sha256> sha256 = Optional.empty();
    private Optional<Sha256> reference = Optional.empty();
    private Optional<Instant> acceptedUntil = Optional.of(Moments.at("1h"));
    private Instant issuedAt = Moments.START;
    private long epoch = 3;
    private final List<Accepted> previous = new ArrayList<>();
    private Optional<LiveToken.Refreshing> refreshing = Optional.empty();
    private Standing standing = Standing.IN_FORCE;
    private List<String> networks = List.of();
    private List<String> restrictions = List.of();

    public DraftObject uid(String its) {
        uid = its;
        return this;
    }

    public DraftObject authority(String its) {
        authority = its;
        return this;
    }

    public DraftObject use(TokenUse its) {
        use = its;
        return this;
    }

    public DraftObject audience(String... its) {
        audience = Arrays.asList(its);
        return this;
    }

    public DraftObject subject(String its) {
        subject = its;
        return this;
    }

    public DraftObject groups(String... its) {
        groups = Arrays.asList(its);
        return this;
    }

    public DraftObject scopes(String... its) {
        scopes = Arrays.asList(its);
        return this;
    }

    public DraftObject id(String its) {
        id = its;
        return this;
    }

    /** Its token is no JWT, and is found by its digest. */
    public DraftObject sha256(Sha256 its) {
        sha256 = Optional.of(its);
        return this;
    }

    public DraftObject reference(Sha256 its) {
        reference = Optional.of(its);
        return this;
    }

    public DraftObject acceptedUntil(String sinceStart) {
        return acceptedUntil(Moments.at(sinceStart));
    }

    public DraftObject acceptedUntil(Instant its) {
        acceptedUntil = Optional.of(its);
        return this;
    }

    public DraftObject withoutEnd() {
        acceptedUntil = Optional.empty();
        return this;
    }

    public DraftObject issuedAt(Instant its) {
        issuedAt = its;
        return this;
    }

    public DraftObject issuedAt(String sinceStart) {
        return issuedAt(Moments.at(sinceStart));
    }

    public DraftObject epoch(long its) {
        epoch = its;
        return this;
    }

    /** A further token is issued that nobody of this test holds; what was current is accepted for a while. */
    public DraftObject renewed(String sinceStart, String acceptedUntil) {
        previous.add(
                0,
                new Accepted(
                        new TokenId(id),
                        sha256,
                        reference,
                        Optional.of(issuedAt),
                        Optional.of(Moments.at(acceptedUntil))));
        return reissued(Moments.at(sinceStart));
    }

    public DraftObject previous(List<Accepted> its) {
        previous.clear();
        previous.addAll(its);
        return this;
    }

    /** A further token is issued and nothing of the former one is left. */
    public DraftObject reissued(String sinceStart) {
        previous.clear();
        return reissued(Moments.at(sinceStart));
    }

    private DraftObject reissued(Instant when) {
        id = "00000000-0000-4000-8000-%012d".formatted(when.getEpochSecond());
        sha256 = sha256.map(former -> Sha256.of("successor of " + former));
        reference = reference.map(former -> Sha256.of("successor of " + former));
        acceptedUntil = Optional.of(when.plusSeconds(3600));
        return issuedAt(when);
    }

    /** Somebody refreshed so often. */
    public DraftObject refreshed(long times) {
        refreshing = Optional.of(new LiveToken.Refreshing(
                new RefreshPosition(FAMILY, times),
                Moments.START,
                Optional.of(Signer.EDGE.published().key().kid().value()),
                TokenFormat.JWT,
                Duration.ofHours(1),
                Duration.ofHours(24)));
        return this;
    }

    /** The id of the access token of a refresh. */
    static String refreshId(long times) {
        return Signer.REFRESH.jtiOf(new RefreshPosition(FAMILY, times)).text();
    }

    public DraftObject standing(Standing its) {
        standing = its;
        return this;
    }

    public DraftObject networks(String... its) {
        networks = Arrays.asList(its);
        return this;
    }

    public DraftObject restrictions(String... its) {
        restrictions = Arrays.asList(its);
        return this;
    }

    public LiveToken toLive() {
        return new LiveToken(
                        new LiveToken.Source("ci", "agent-7", uid, authority, ""),
                        new LiveToken.Grant(use, SubjectKind.AGENT, subject, "agent-7", groups, scopes, audience),
                        new LiveToken.Tokens(
                                new Accepted(new TokenId(id), sha256, reference, Optional.of(issuedAt), acceptedUntil),
                                issuedAt,
                                epoch,
                                previous,
                                refreshing,
                                List.of()),
                        standing,
                        new LiveToken.Limits(Outcome.valueOf(AllowedNetworks.parse(networks)), restrictions))
                .with(List.of(Signer.REFRESH));
    }
}
