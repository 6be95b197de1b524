package dev.signet.kubernetes.agenttoken;

import dev.signet.crds.token.AgentToken;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** AgentTokens as a watch told of them, and as they stand after a write that it has not told of yet. */
final class SeenTokens implements IndexerResourceCache<AgentToken> {

    private final Map<ResourceID, AgentToken> told = new HashMap<>();
    private final Map<ResourceID, AgentToken> written = new HashMap<>();

    /** The watch tells of them. */
    void tell(AgentToken... tokens) {
        for (AgentToken token : tokens) {
            told.put(ResourceID.fromResource(token), token);
        }
    }

    /** One is written. */
    void write(AgentToken token) {
        written.put(ResourceID.fromResource(token), token);
    }

    @Override
    public void addIndexers(Map<String, Function<AgentToken, List<String>>> indexers) {}

    @Override
    public List<AgentToken> byIndex(String index, String key) {
        return told.values().stream()
                .filter(token -> index.equals(OneTimeTokens.index())
                        && OneTimeTokens.keys(token).contains(key))
                .toList();
    }

    @Override
    public Stream<AgentToken> list(String namespace, Predicate<AgentToken> which) {
        return list(token -> token.getMetadata().getNamespace().equals(namespace) && which.test(token));
    }

    @Override
    public Stream<AgentToken> list(Predicate<AgentToken> which) {
        return keys().flatMap(id -> get(id).stream()).filter(which);
    }

    @Override
    public Optional<AgentToken> get(ResourceID id) {
        return Optional.ofNullable(written.getOrDefault(id, told.get(id)));
    }

    @Override
    public Stream<ResourceID> keys() {
        return told.keySet().stream();
    }
}
