package dev.signet.kubernetes.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.token.AgentToken;
import dev.signet.domain.format.RefreshFamily;
import dev.signet.domain.format.RefreshKey;
import dev.signet.domain.format.RefreshPosition;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.network.AllowedNetworks;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.subject.SubjectKind;
import dev.signet.domain.verification.LiveToken;
import dev.signet.domain.verification.LiveToken.Accepted;
import dev.signet.domain.verification.LiveToken.Standing;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A token is found by all that names it, for as long as its object says so")
class TokenIndexTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final RefreshFamily FAMILY = family("0".repeat(21) + "7");
    private static final RefreshKey KEY = key("hmac-1", (byte) 1);
    private static final RefreshKey OTHER_KEY = key("hmac-2", (byte) 2);

    private final Map<String, LiveToken> read = new HashMap<>();
    private final TokenIndex index = new TokenIndex(
            object -> Optional.ofNullable(read.get(object.getMetadata().getResourceVersion())));
    private final ItemStore<AgentToken> store = index.store();
    private int version;

    @Test
    void itIsFoundByIdDigestUidAndSubject() {
        LiveToken token = token("one", "alice", accepted("a"), List.of(accepted("b")));
        bring("one", token);

        assertThat(index.byUid("uid-one")).contains(token);
        assertThat(index.byId(id("a"))).contains(token);
        assertThat(index.byId(id("b"))).contains(token);
        assertThat(index.byDigest(digest("a"))).contains(token);
        assertThat(index.ofSubject("alice")).containsExactly(token);
        assertThat(index.ofSubject("bob")).isEmpty();
        assertThat(index.byId(id("c"))).isEmpty();
    }

    @Test
    void whatARenewalLeavesBehindIsForgottenAndWhatItKeepsIsNot() {
        bring("one", token("one", "alice", accepted("a"), List.of(accepted("b"))));
        LiveToken renewed = token("one", "alice", accepted("c"), List.of(accepted("a")));
        bring("one", renewed);

        assertThat(index.byId(id("c"))).contains(renewed);
        assertThat(index.byId(id("a"))).contains(renewed);
        assertThat(index.byDigest(digest("a"))).contains(renewed);
        assertThat(index.byId(id("b"))).isEmpty();
        assertThat(index.byDigest(digest("b"))).isEmpty();
        assertThat(index.ofSubject("alice")).containsExactly(renewed);
    }

    @Test
    void anObjectThatGoesTakesAllWithIt() {
        bring("one", token("one", "alice", accepted("a"), List.of()));
        LiveToken other = token("two", "alice", accepted("d"), List.of());
        bring("two", other);

        store.remove("ci/one");

        assertThat(index.byUid("uid-one")).isEmpty();
        assertThat(index.byId(id("a"))).isEmpty();
        assertThat(index.byDigest(digest("a"))).isEmpty();
        assertThat(index.ofSubject("alice")).containsExactly(other);
    }

    @Test
    void anObjectWhoseStatusVouchesForNothingIsKnownToTheWatchAndToNobodyElse() {
        bring("one", null);

        assertThat(store.keySet()).containsExactly("ci/one");
        assertThat(index.byUid("uid-one")).isEmpty();

        LiveToken token = token("one", "alice", accepted("a"), List.of());
        bring("one", token);
        assertThat(index.byUid("uid-one")).contains(token);
        bring("one", null);
        assertThat(index.byUid("uid-one")).isEmpty();
        assertThat(index.ofSubject("alice")).isEmpty();
    }

    @Test
    void aNewObjectOfTheSameNameReplacesTheOld() {
        bring("one", token("one", "alice", accepted("a"), List.of()));
        LiveToken next = token("one-again", "alice", accepted("b"), List.of());
        bring("one", next);

        assertThat(index.byUid("uid-one")).isEmpty();
        assertThat(index.byId(id("a"))).isEmpty();
        assertThat(index.byUid("uid-one-again")).contains(next);
        assertThat(index.ofSubject("alice")).containsExactly(next);
    }

    @Test
    void theTokenOfAPresentRefreshFollowsFromTheKeysInWhicheverOrderTheyCome() {
        index.refreshKeys(List.of(KEY));
        bring("one", refreshing(3));
        RefreshPosition position = new RefreshPosition(FAMILY, 3);

        assertThat(index.byFamily(FAMILY)).isPresent();
        assertThat(index.byId(KEY.jtiOf(position))).isPresent();
        assertThat(index.byId(OTHER_KEY.jtiOf(position))).isEmpty();

        index.refreshKeys(List.of(KEY, OTHER_KEY));
        assertThat(index.byId(KEY.jtiOf(position))).isPresent();
        assertThat(index.byId(OTHER_KEY.jtiOf(position))).isPresent();

        bring("one", refreshing(4));
        assertThat(index.byId(KEY.jtiOf(position))).isEmpty();
        assertThat(index.byId(OTHER_KEY.jtiOf(position))).isEmpty();

        index.refreshKeys(List.of(OTHER_KEY));
        assertThat(index.byId(KEY.jtiOf(new RefreshPosition(FAMILY, 4)))).isEmpty();
        assertThat(index.byId(OTHER_KEY.jtiOf(new RefreshPosition(FAMILY, 4)))).isPresent();
        assertThat(index.byId(id("a"))).as("the one that it began with").isPresent();
        assertThat(index.ofSubject("alice")).hasSize(1);
    }

    @Test
    void whileItChangesATokenIsFoundAllTheTime() throws InterruptedException {
        bring("one", token("one", "alice", accepted("a"), List.of()));
        AtomicBoolean lost = new AtomicBoolean();
        AtomicBoolean done = new AtomicBoolean();
        Thread asking = new Thread(() -> {
            while (!done.get() && !lost.get()) {
                lost.set(index.byId(id("a")).isEmpty()
                        || index.byUid("uid-one").isEmpty()
                        || index.byDigest(digest("a")).isEmpty());
            }
        });
        asking.start();

        for (int i = 0; i < 2_000; i++) {
            bring("one", token("one", "alice", accepted("a"), List.of(accepted("b" + i % 2))));
        }
        done.set(true);
        asking.join();

        assertThat(lost).isFalse();
    }

    private void bring(String name, @Nullable LiveToken token) {
        String resourceVersion = String.valueOf(++version);
        if (token != null) {
            read.put(resourceVersion, token);
        }
        AgentToken object = new AgentToken();
        object.setMetadata(new ObjectMetaBuilder()
                .withNamespace("ci")
                .withName(name)
                .withUid("uid-" + name)
                .withResourceVersion(resourceVersion)
                .build());
        store.put(store.getKey(object), object);
        read.remove(resourceVersion);
    }

    private static LiveToken token(String name, String subject, Accepted current, List<Accepted> previous) {
        return token(name, subject, new LiveToken.Tokens(current, NOW, 1, previous, Optional.empty(), List.of()));
    }

    private static LiveToken refreshing(long sequence) {
        return token(
                "one",
                "alice",
                new LiveToken.Tokens(
                        accepted("a"),
                        NOW,
                        1,
                        List.of(),
                        Optional.of(new LiveToken.Refreshing(
                                new RefreshPosition(FAMILY, sequence),
                                NOW,
                                Optional.of("k"),
                                TokenFormat.JWT,
                                Duration.ofHours(1),
                                Duration.ofHours(1))),
                        List.of()));
    }

    private static LiveToken token(String name, String subject, LiveToken.Tokens tokens) {
        return new LiveToken(
                new LiveToken.Source("ci", name, "uid-" + name, "signet", ""),
                new LiveToken.Grant(
                        TokenUse.Access, SubjectKind.USER, subject, subject, List.of(), List.of(), List.of("app")),
                tokens,
                Standing.IN_FORCE,
                new LiveToken.Limits(
                        AllowedNetworks.parse(List.of()).toOptional().orElseThrow(), List.of()));
    }

    private static Accepted accepted(String name) {
        return new Accepted(id(name), Optional.of(digest(name)), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static TokenId id(String name) {
        return TokenId.parse("00000000-0000-4000-8000-%012x".formatted(name.hashCode()))
                .toOptional()
                .orElseThrow();
    }

    private static Sha256 digest(String name) {
        return Sha256.of(name);
    }

    private static RefreshFamily family(String text) {
        return RefreshFamily.parse(text).toOptional().orElseThrow();
    }

    private static RefreshKey key(String name, byte fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, fill);
        return RefreshKey.parse(name, bytes).toOptional().orElseThrow();
    }
}
