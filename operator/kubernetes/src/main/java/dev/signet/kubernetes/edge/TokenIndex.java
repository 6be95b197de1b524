package dev.signet.kubernetes.edge;

import dev.signet.crds.token.AgentToken;
import dev.signet.domain.format.RefreshFamily;
import dev.signet.domain.format.RefreshKey;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.verification.LiveToken;
import dev.signet.kubernetes.watch.ProjectedStore;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The tokens by everything that a request can name them with. It is changed by the threads of the watches, as part of their stores, so
 * that a watch which is in step has its objects in here. A token is found throughout a change of its object: what is new is put in
 * before what is old is taken out.
 */
final class TokenIndex {

    private final Function<AgentToken, Optional<LiveToken>> reader;
    private final Map<TokenId, LiveToken> byId = new ConcurrentHashMap<>();
    private final Map<Sha256, LiveToken> byDigest = new ConcurrentHashMap<>();
    private final Map<String, LiveToken> byUid = new ConcurrentHashMap<>();
    private final Map<RefreshFamily, LiveToken> byFamily = new ConcurrentHashMap<>();
    /** Of each subject, by UID. */
    private final Map<String, Map<String, LiveToken>> bySubject = new ConcurrentHashMap<>();

    private volatile List<RefreshKey> refreshKeys = List.of();

    TokenIndex(Function<AgentToken, Optional<LiveToken>> reader) {
        this.reader = reader;
    }

    /**
     * What is kept of an object.
     *
     * @param namespace its namespace
     * @param name its name
     * @param uid its UID
     * @param resourceVersion its version
     * @param token what its status vouches for; empty: nothing
     */
    private record Kept(String namespace, String name, String uid, String resourceVersion, Optional<LiveToken> token) {

        AgentToken shell() {
            AgentToken shell = new AgentToken();
            shell.setMetadata(new ObjectMetaBuilder()
                    .withNamespace(namespace)
                    .withName(name)
                    .withUid(uid)
                    .withResourceVersion(resourceVersion)
                    .build());
            return shell;
        }
    }

    /** A store for one watch, which fills this. */
    ItemStore<AgentToken> store() {
        return new ProjectedStore<>(new ConcurrentHashMap<>(), this::kept, Kept::shell, this::change);
    }

    private Kept kept(AgentToken object) {
        var metadata = object.getMetadata();
        return new Kept(
                metadata.getNamespace().intern(),
                metadata.getName(),
                metadata.getUid(),
                metadata.getResourceVersion(),
                reader.apply(object));
    }

    private synchronized void change(Optional<Kept> before, Optional<Kept> after) {
        Optional<LiveToken> token = after.flatMap(Kept::token).map(each -> each.with(refreshKeys));
        Optional<LiveToken> former = before.flatMap(Kept::token).map(each -> each.with(refreshKeys));
        if (!token.equals(former)) { // else taking out the former, being equal, would take out the new one
            token.ifPresent(this::add);
            former.ifPresent(this::remove);
        }
    }

    private void add(LiveToken token) {
        byUid.put(token.object().uid(), token);
        bySubject
                .computeIfAbsent(token.grant().subject(), subject -> new ConcurrentHashMap<>(1))
                .put(token.object().uid(), token);
        token.tokens().all().forEach(accepted -> {
            byId.put(accepted.id(), token);
            accepted.digests().forEach(digest -> byDigest.put(digest, token));
        });
        token.tokens()
                .refreshing()
                .ifPresent(refreshing -> byFamily.put(refreshing.position().family(), token));
    }

    private void remove(LiveToken old) {
        byUid.remove(old.object().uid(), old);
        bySubject.computeIfPresent(old.grant().subject(), (subject, tokens) -> without(tokens, old));
        old.tokens().all().forEach(accepted -> {
            byId.remove(accepted.id(), old);
            accepted.digests().forEach(digest -> byDigest.remove(digest, old));
        });
        old.tokens()
                .refreshing()
                .ifPresent(refreshing -> byFamily.remove(refreshing.position().family(), old));
    }

    @SuppressWarnings("NullAway") // null is how a map is told to forget
    private static Map<String, LiveToken> without(Map<String, LiveToken> tokens, LiveToken old) {
        tokens.remove(old.object().uid(), old);
        return tokens.isEmpty() ? null : tokens;
    }

    /** Takes over the keys that the access tokens of refreshes are derived with. */
    synchronized void refreshKeys(List<RefreshKey> keys) {
        refreshKeys = List.copyOf(keys);
        for (LiveToken token : List.copyOf(byFamily.values())) {
            LiveToken derived = token.with(refreshKeys);
            if (!derived.equals(token)) {
                add(derived);
                remove(token);
            }
        }
    }

    Optional<LiveToken> byId(TokenId id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<LiveToken> byDigest(Sha256 digest) {
        return Optional.ofNullable(byDigest.get(digest));
    }

    Optional<LiveToken> byUid(String uid) {
        return Optional.ofNullable(byUid.get(uid));
    }

    Optional<LiveToken> byFamily(RefreshFamily family) {
        return Optional.ofNullable(byFamily.get(family));
    }

    Stream<LiveToken> ofSubject(String subject) {
        return bySubject.getOrDefault(subject, Map.of()).values().stream();
    }
}
